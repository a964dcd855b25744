#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>

static MYSQL *open_shop(const char *host)
{
    MYSQL *conn = mysql_init(NULL);
    if (!repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        fprintf(stderr, "%s\n", mysql_error(conn));
        repool_mysql_close(conn);
        return NULL;
    }
    return conn;
}

static int open_stock(const char *host, MYSQL **out)
{
    MYSQL *conn = mysql_init(NULL);
    MYSQL *opened = repool_mysql_open_in(&conn, host, "app", "secret", "stock", 0, NULL, 0);
    if (!opened) {
        repool_mysql_close(conn);
        return -1;
    }
    *out = conn;
    return 0;
}

int touch(const char *host)
{
    int failed;
    MYSQL *conn = open_shop(host);
    if (!conn)
        return -1;
    failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    repool_mysql_close(conn);
    return failed;
}

int take(const char *host)
{
    MYSQL *stock;
    int failed;
    if (open_stock(host, &stock))
        return -1;
    failed = mysql_query(stock, "UPDATE parts SET n = n - 1");
    repool_mysql_close(stock);
    return failed;
}
