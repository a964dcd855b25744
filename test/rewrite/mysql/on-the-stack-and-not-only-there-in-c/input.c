#include <mysql.h>
#include <string.h>

int field_used(const char *host, const char *sql)
{
    MYSQL mysql;
    int failed = 1;
    mysql_init(&mysql);
    mysql.options.reconnect = 1;
    if (mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(&mysql);
    return failed;
}

int pointer_by_init(const char *host, const char *sql)
{
    MYSQL mysql, *conn;
    int failed = 1;
    conn = mysql_init(&mysql);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(conn);
    return failed;
}

int pointer_to_it(const char *host, const char *sql)
{
    MYSQL mysql;
    MYSQL *conn = &mysql;
    int failed = 1;
    mysql_init(conn);
    if (mysql_real_connect(conn, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(conn);
    return failed;
}

int cleared(const char *host, const char *sql)
{
    MYSQL mysql;
    int failed = 1;
    memset(&mysql, 0, sizeof mysql);
    mysql_init(&mysql);
    if (mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(&mysql);
    return failed;
}

int initialised(const char *host, const char *sql)
{
    MYSQL mysql = {0};
    int failed = 1;
    mysql_init(&mysql);
    if (mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(&mysql);
    return failed;
}

int copied(const char *host, const char *sql)
{
    MYSQL mysql, other;
    int failed = 1;
    mysql_init(&mysql);
    if (mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0)) {
        other = mysql;
        failed = mysql_query(&other, sql);
    }
    mysql_close(&mysql);
    return failed;
}
