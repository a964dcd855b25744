#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>

int count_users(const char *host, const char *user, const char *password)
{
    int count = -1;
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, host, user, password, "shop", 0, NULL, 0)) {
        if (mysql_query(conn, "SELECT COUNT(*) FROM users") == 0) {
            MYSQL_RES *result = mysql_store_result(conn);
            MYSQL_ROW row = mysql_fetch_row(result);
            count = row ? row[0][0] - '0' : -1;
            mysql_free_result(result);
        }
    } else {
        fprintf(stderr, "%s\n", mysql_error(conn));
    }
    repool_mysql_close(conn);
    return count;
}
