#include <mysql.h>
#include <stddef.h>

static void done(MYSQL *conn)
{
    mysql_query(conn, "COMMIT");
    mysql_close(conn);
}

int store(const char *host, const char *sql)
{
    MYSQL *conn = mysql_init(NULL);
    MYSQL *opened = mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0);
    if (opened == NULL) {
        mysql_close(conn);
        return 1;
    }
    mysql_query(opened, sql);
    done(opened);
    return 0;
}
