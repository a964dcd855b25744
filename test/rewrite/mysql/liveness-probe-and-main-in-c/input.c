#include <mysql.h>
#include <stddef.h>

int alive(const char *host)
{
    int up;
    MYSQL *conn = mysql_init(NULL);
    up = mysql_real_connect(conn, host, "app", "secret", NULL, 0, NULL, 0) != NULL &&
         mysql_ping(conn) == 0;
    mysql_close(conn);
    return up;
}

int main(int argc, char **argv)
{
    MYSQL *conn = mysql_init(NULL);
    if (argc < 2 || !mysql_real_connect(conn, argv[1], "app", "secret", "shop", 0, NULL, 0))
        return 1;
    mysql_query(conn, "CREATE TABLE IF NOT EXISTS visits (n INT)");
    mysql_close(conn);
    return alive(argv[1]);
}
