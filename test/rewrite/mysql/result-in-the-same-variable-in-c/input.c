#include <mysql.h>
#include <stddef.h>

int purge(const char *host)
{
    MYSQL *conn = mysql_init(NULL);
    conn = mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0);
    if (conn == NULL)
        return 0;
    mysql_query(conn, "DELETE FROM sessions WHERE expires < NOW()");
    mysql_close(conn);
    return 1;
}
