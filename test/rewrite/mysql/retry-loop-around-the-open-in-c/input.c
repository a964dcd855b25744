#include <mysql.h>
#include <unistd.h>

int beat(const char *host, int tries)
{
    MYSQL *conn = mysql_init(NULL);
    while (!mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        if (--tries == 0) {
            mysql_close(conn);
            return -1;
        }
        sleep(1);
    }
    mysql_query(conn, "UPDATE workers SET seen = NOW()");
    mysql_close(conn);
    return 0;
}
