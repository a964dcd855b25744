#include <mysql.h>
#include <stddef.h>

int store(const char *host, const char *sql)
{
    MYSQL *conn = mysql_init(NULL);
    if (!mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        mysql_close(conn);
        return 1;
    }
    if (mysql_query(conn, sql))
        return 1;
    mysql_close(conn);
    return 0;
}
