#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>

int rename_user(const char *host, int id, const char *name)
{
    char sql[256];
    MYSQL *conn;

    conn = mysql_init(NULL);
    if (conn == NULL)
        return -1;
    if (repool_mysql_open_in(&conn, host, "app", "secret", "shop", 3306, NULL, 0) == NULL) {
        fprintf(stderr, "%u: %s\n", mysql_errno(conn), mysql_error(conn));
        repool_mysql_close(conn);
        return -1;
    }
    snprintf(sql, sizeof sql, "UPDATE users SET name = '%s' WHERE id = %d", name, id);
    if (mysql_query(conn, sql)) {
        fprintf(stderr, "%s\n", mysql_error(conn));
        repool_mysql_close(conn);
        return -1;
    }
    if (mysql_affected_rows(conn) == 0) {
        repool_mysql_close(conn);
        return 1;
    }
    repool_mysql_close(conn);
    return 0;
}
