#include <mysql.h>
#include <stdio.h>

int rename_user(const char *host, int id, const char *name)
{
    char sql[256];
    MYSQL *conn;

    conn = mysql_init(NULL);
    if (conn == NULL)
        return -1;
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 3306, NULL, 0) == NULL) {
        fprintf(stderr, "%u: %s\n", mysql_errno(conn), mysql_error(conn));
        mysql_close(conn);
        return -1;
    }
    snprintf(sql, sizeof sql, "UPDATE users SET name = '%s' WHERE id = %d", name, id);
    if (mysql_query(conn, sql)) {
        fprintf(stderr, "%s\n", mysql_error(conn));
        mysql_close(conn);
        return -1;
    }
    if (mysql_affected_rows(conn) == 0) {
        mysql_close(conn);
        return 1;
    }
    mysql_close(conn);
    return 0;
}
