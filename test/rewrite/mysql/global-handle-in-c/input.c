#include <mysql.h>
#include <stddef.h>

static MYSQL *conn;

int start(const char *host)
{
    conn = mysql_init(NULL);
    return mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) != NULL;
}

int run(const char *sql)
{
    return mysql_query(conn, sql);
}
