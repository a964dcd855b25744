#include <mysql.h>
#include <repool/mysql.h>
#include <unistd.h>

int beat(const char *host, int tries)
{
    MYSQL *conn = mysql_init(NULL);
    while (!repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        if (--tries == 0) {
            repool_mysql_close(conn);
            return -1;
        }
        sleep(1);
    }
    mysql_query(conn, "UPDATE workers SET seen = NOW()");
    repool_mysql_close(conn);
    return 0;
}
