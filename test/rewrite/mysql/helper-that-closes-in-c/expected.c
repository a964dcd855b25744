#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>
#include <stdlib.h>

static void finish_with_error(MYSQL *conn)
{
    fprintf(stderr, "%s\n", mysql_error(conn));
    repool_mysql_close(conn);
    exit(1);
}

void store(const char *host, const char *sql)
{
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, 0) == NULL)
        finish_with_error(conn);
    if (mysql_query(conn, sql))
        finish_with_error(conn);
    repool_mysql_close(conn);
}
