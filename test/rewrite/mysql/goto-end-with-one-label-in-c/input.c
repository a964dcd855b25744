#include <mysql.h>
#include <string.h>

int has_name(const char *host, const char *name)
{
    int found = 0;
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    MYSQL *conn = mysql_init(NULL);
    if (!conn)
        goto end;
    if (!mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        goto end;
    if (mysql_query(conn, "SELECT name FROM users"))
        goto end;
    result = mysql_store_result(conn);
    while (result && (row = mysql_fetch_row(result)))
        if (strcmp(row[0], name) == 0)
            found = 1;
end:
    if (result)
        mysql_free_result(result);
    if (conn)
        mysql_close(conn);
    return found;
}
