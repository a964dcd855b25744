#include <mysql.h>
#include <stddef.h>

MYSQL *make(void);

int made_elsewhere(const char *host)
{
    int failed = 1;
    MYSQL *conn = make();
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int copied_before(const char *host)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    MYSQL *copy = conn;
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(copy, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int compared(const char *host)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) == conn)
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int second_variable_has_another_life(const char *host, MYSQL *spare)
{
    int failed;
    MYSQL *conn = mysql_init(NULL);
    MYSQL *used = spare;
    if (!(used = mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0)))
        used = spare;
    failed = mysql_query(used, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int library_ended(const char *host)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    mysql_library_end();
    return failed;
}

int used_after_close(const char *host)
{
    MYSQL *conn = mysql_init(NULL);
    if (!mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        mysql_close(conn);
        return (int)mysql_errno(conn);
    }
    mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return 0;
}

int connected_twice(const char *host, const char *other)
{
    MYSQL *conn = mysql_init(NULL);
    mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0);
    mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_real_connect(conn, other, "app", "secret", "shop", 0, NULL, 0);
    mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return 0;
}
