#include <mysql.h>
#include <repool/mysql.h>
#include <stddef.h>

int touch(const char *host, const char *ca)
{
    unsigned int seconds = 3;
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    mysql_options(conn, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(conn, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(conn, MYSQL_INIT_COMMAND, "SET time_zone = '+00:00'");
    mysql_ssl_set(conn, NULL, NULL, ca, NULL, NULL);
    if (repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, CLIENT_MULTI_STATEMENTS))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    repool_mysql_close(conn);
    return failed;
}
