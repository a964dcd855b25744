#include <mysql.h>
#include <repool/mysql.h>
#include <stddef.h>

static void done(MYSQL *conn)
{
    mysql_query(conn, "COMMIT");
    repool_mysql_close(conn);
}

int store(const char *host, const char *sql)
{
    MYSQL *conn = mysql_init(NULL);
    MYSQL *opened = repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, 0);
    if (opened == NULL) {
        repool_mysql_close(conn);
        return 1;
    }
    mysql_query(opened, sql);
    done(opened);
    return 0;
}
