#include <mysql.h>
#include <stdio.h>

static int run(MYSQL *conn, const char *sql)
{
    return mysql_query(conn, sql);
}

int store(const char *host, const char *sql)
{
    MYSQL mysql;
    int failed;
    mysql_init(&mysql);
    mysql_options(&mysql, MYSQL_READ_DEFAULT_GROUP, "shop");
    if (!mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0)) {
        fprintf(stderr, "%s\n", mysql_error(&mysql));
        mysql_close(&mysql);
        return 1;
    }
    failed = run(&mysql, sql);
    if (!failed && mysql_affected_rows(&mysql) == 0)
        failed = 1;
    mysql_close(&mysql);
    return failed;
}

int result_beside_it(const char *host, const char *sql)
{
    MYSQL mysql, *conn;
    int failed;
    mysql_init(&mysql);
    conn = mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0);
    if (conn == NULL) {
        fprintf(stderr, "%s\n", mysql_error(&mysql));
        return 1;
    }
    failed = mysql_query(conn, sql);
    if (failed)
        fprintf(stderr, "%s\n", mysql_error(&mysql));
    mysql_close(conn);
    return failed;
}

int init_tested(const char *host, const char *sql)
{
    MYSQL mysql;
    int failed = 1;
    if (mysql_init(&mysql) == NULL)
        return 1;
    if (mysql_real_connect(&mysql, host, "app", "secret", "shop", 0, NULL, 0))
        failed = mysql_query(&mysql, sql);
    mysql_close(&mysql);
    return failed;
}
