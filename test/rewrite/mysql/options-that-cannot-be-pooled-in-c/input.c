#include <mysql.h>
#include <stddef.h>

int reconnects(const char *host)
{
    my_bool on = 1;
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    mysql_options(conn, MYSQL_OPT_RECONNECT, &on);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int restricts(const char *host)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    mysql_optionsv(conn, MARIADB_OPT_RESTRICTED_AUTH, "mysql_native_password");
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int chooses(const char *host, enum mysql_option option, const void *value)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    mysql_options(conn, option, value);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}

int changes_user(const char *host)
{
    int failed = 1;
    MYSQL *conn = mysql_init(NULL);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0) &&
        mysql_change_user(conn, "admin", "secret", "shop") == 0)
        failed = mysql_query(conn, "UPDATE visits SET n = n + 1");
    mysql_close(conn);
    return failed;
}
