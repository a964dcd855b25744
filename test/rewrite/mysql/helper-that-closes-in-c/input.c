#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>

static void finish_with_error(MYSQL *conn)
{
    fprintf(stderr, "%s\n", mysql_error(conn));
    mysql_close(conn);
    exit(1);
}

void store(const char *host, const char *sql)
{
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) == NULL)
        finish_with_error(conn);
    if (mysql_query(conn, sql))
        finish_with_error(conn);
    mysql_close(conn);
}
