#include <mysql.h>
#include <stdio.h>

int purge(const char *host)
{
    MYSQL *handle, *conn;
    handle = mysql_init(NULL);
    if (!(conn = mysql_real_connect(handle, host, "app", "secret", "shop", 0, NULL, 0))) {
        fprintf(stderr, "%s\n", mysql_error(handle));
        mysql_close(handle);
        return 0;
    }
    if (mysql_query(conn, "DELETE FROM sessions WHERE expires < NOW()"))
        fprintf(stderr, "%s\n", mysql_error(handle));
    mysql_close(conn);
    return 1;
}
