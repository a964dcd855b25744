#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>

int purge(const char *host)
{
    MYSQL *handle, *conn;
    handle = mysql_init(NULL);
    if (!(conn = repool_mysql_open_in(&handle, host, "app", "secret", "shop", 0, NULL, 0))) {
        fprintf(stderr, "%s\n", mysql_error(handle));
        repool_mysql_close(handle);
        return 0;
    }
    if (mysql_query(conn, "DELETE FROM sessions WHERE expires < NOW()"))
        fprintf(stderr, "%s\n", mysql_error(handle));
    repool_mysql_close(conn);
    return 1;
}
