#include <mysql.h>
#include <stddef.h>

static int open_shop(const char *host, MYSQL **out)
{
    MYSQL *conn = mysql_init(NULL);
    *out = conn;
    return mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) ? 0 : -1;
}

static MYSQL *same(MYSQL *conn)
{
    mysql_options(conn, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    return conn;
}

int touch(const char *host)
{
    MYSQL *conn;
    int failed = -1;
    if (open_shop(host, &conn) == 0)
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int through_a_helper(const char *host)
{
    MYSQL *conn = mysql_init(NULL);
    MYSQL *other = same(conn);
    int failed = -1;
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(other, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}
