#include <mysql.h>
#include <repool/mysql.h>
#include <stddef.h>

int ended(const char *host)
{
    int failed = 1;
    MYSQL_STMT *stmt;
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, host, "app", "secret", "shop", 0, NULL, 0)) {
        stmt = mysql_stmt_init(conn);
        failed = mysql_stmt_prepare(stmt, "UPDATE visits SET n = n + 1", 27) ||
                 mysql_stmt_execute(stmt);
        mysql_stmt_close(stmt);
    }
    repool_mysql_close(conn);
    return failed;
}

MYSQL_STMT *handed_out(const char *host)
{
    MYSQL_STMT *stmt = NULL;
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        stmt = mysql_stmt_init(conn);
    mysql_close(conn);
    return stmt;
}

int rows_left(const char *host)
{
    int rows = 0;
    MYSQL_RES *result;
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) &&
        mysql_query(conn, "SELECT * FROM visits") == 0) {
        result = mysql_use_result(conn);
        while (mysql_fetch_row(result))
            ++rows;
    }
    mysql_close(conn);
    return rows;
}
