#include <mysql.h>
#include <repool/mysql.h>
#include <stdio.h>
#include <string.h>

static void print(MYSQL *conn, const char *sql)
{
    MYSQL_RES *result;
    MYSQL_ROW row;
    unsigned int i;
    if (mysql_query(conn, sql)) {
        printf("%u %s %s\n", mysql_errno(conn), mysql_sqlstate(conn), mysql_error(conn));
        return;
    }
    result = mysql_store_result(conn);
    if (!result) {
        printf("%u rows, id %u\n", (unsigned)mysql_affected_rows(conn), (unsigned)mysql_insert_id(conn));
        return;
    }
    while ((row = mysql_fetch_row(result)))
        for (i = 0; i < mysql_num_fields(result); ++i)
            printf("%s%s", row[i] ? row[i] : "NULL", i + 1 < mysql_num_fields(result) ? "|" : "\n");
    mysql_free_result(result);
}

int early_returns(const char *socket, const char *name)
{
    char sql[128];
    MYSQL *conn = mysql_init(NULL);
    if (conn == NULL)
        return -1;
    if (repool_mysql_open_in(&conn, NULL, "app", "", "test", 0, socket, 0) == NULL) {
        printf("%u %s %s\n", mysql_errno(conn), mysql_sqlstate(conn), mysql_error(conn));
        repool_mysql_close(conn);
        return -1;
    }
    if (strlen(name) > 16) {
        repool_mysql_close(conn);
        return 1;
    }
    snprintf(sql, sizeof sql, "INSERT INTO users (name) VALUES ('%s')", name);
    print(conn, sql);
    print(conn, "SELECT id, name FROM users WHERE id = LAST_INSERT_ID()");
    repool_mysql_close(conn);
    return 0;
}

int no_such_database(const char *socket)
{
    MYSQL *mysql;
    mysql = mysql_init(NULL);
    if (!repool_mysql_open_in(&mysql, NULL, "app", "", "nowhere", 0, socket, 0)) {
        printf("%u %s %s\n", mysql_errno(mysql), mysql_sqlstate(mysql), mysql_error(mysql));
        repool_mysql_close(mysql);
        return 1;
    }
    print(mysql, "SELECT 1");
    repool_mysql_close(mysql);
    return 0;
}

int result_in_a_second_variable(const char *socket)
{
    MYSQL *mysql, *conn;
    int number = 7;
    mysql = mysql_init(NULL);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "latin1");
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &number);
    mysql_options(mysql, MYSQL_INIT_COMMAND, "SET @from_init = 42");
    if (!(conn = repool_mysql_open_in(&mysql, NULL, "app", "", "test", 0, socket, CLIENT_FOUND_ROWS))) {
        printf("%s\n", mysql_error(mysql));
        repool_mysql_close(mysql);
        return 1;
    }
    print(conn, "SELECT @@character_set_client, @from_init, @left_behind");
    print(conn, "UPDATE users SET name = 'ann' WHERE name = 'ann'");
    print(conn, "SET @left_behind = 1");
    print(conn, "nonsense");
    printf("%u\n", mysql_errno(mysql));
    repool_mysql_close(conn);
    return 0;
}

int left_open(const char *socket)
{
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, NULL, "app", "", "test", 0, socket, CLIENT_MULTI_STATEMENTS)) {
        mysql_autocommit(conn, 0);
        print(conn, "CREATE TEMPORARY TABLE mine (n INT)");
        print(conn, "DELETE FROM users");
        print(conn, "SELECT COUNT(*) FROM users");
        mysql_select_db(conn, "mysql");
    }
    repool_mysql_close(conn);
    return 0;
}

int tries(const char *socket, int most)
{
    MYSQL *conn = mysql_init(NULL);
    while (!repool_mysql_open_in(&conn, NULL, "app", most == 1 ? "" : "wrong", "test", 0, socket, 0)) {
        printf("%u %s\n", mysql_errno(conn), mysql_sqlstate(conn));
        if (--most == 0)
            break;
    }
    if (most)
        print(conn, "SELECT DATABASE(), CURRENT_USER(), COUNT(*) FROM users");
    repool_mysql_close(conn);
    return most;
}

void prepared(const char *socket)
{
    MYSQL_STMT *stmt;
    MYSQL_BIND bind;
    char name[] = "dora";
    unsigned long length = 4;
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, NULL, "app", "", "test", 0, socket, 0)) {
        stmt = mysql_stmt_init(conn);
        memset(&bind, 0, sizeof bind);
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = name;
        bind.buffer_length = length;
        bind.length = &length;
        if (mysql_stmt_prepare(stmt, "INSERT INTO users (name) VALUES (?)", 35) ||
            mysql_stmt_bind_param(stmt, &bind) || mysql_stmt_execute(stmt))
            printf("%s\n", mysql_stmt_error(stmt));
        printf("id %u\n", (unsigned)mysql_stmt_insert_id(stmt));
        mysql_stmt_close(stmt);
    }
    repool_mysql_close(conn);
}

void make_table(const char *socket)
{
    MYSQL *conn = mysql_init(NULL);
    if (repool_mysql_open_in(&conn, NULL, "app", "", "test", 0, socket, 0))
        print(conn, "CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY AUTO_INCREMENT, name TEXT)");
    repool_mysql_close(conn);
}

int main(int argc, char **argv)
{
    int i;
    if (argc < 2)
        return 2;
    for (i = 0; i < 3; ++i) {
        make_table(argv[1]);
        printf("early_returns %d\n", early_returns(argv[1], i == 1 ? "much longer than sixteen" : "ann"));
        printf("no_such_database %d\n", no_such_database(argv[1]));
        printf("second_variable %d\n", result_in_a_second_variable(argv[1]));
        printf("left_open %d\n", left_open(argv[1]));
        printf("tries %d\n", tries(argv[1], 3));
        prepared(argv[1]);
    }
    return 0;
}
