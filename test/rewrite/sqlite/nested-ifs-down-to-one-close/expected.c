#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

int total(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int sum = -1;

    if (repool_sqlite_open(path, &db) == SQLITE_OK) {
        if (sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS coin (cents INT); INSERT INTO coin VALUES (25)", 0, 0, 0) ==
            SQLITE_OK) {
            if (sqlite3_prepare_v2(db, sql, -1, &stmt, 0) == SQLITE_OK) {
                sum = 0;
                while (sqlite3_step(stmt) == SQLITE_ROW)
                    sum += sqlite3_column_int(stmt, 0);
                sqlite3_finalize(stmt);
            }
        }
    }
    repool_sqlite_close(db);
    return sum;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", total(argv[1], "SELECT cents FROM coin"));
    printf("%d\n", total(argv[1], "SELECT cents FROM coin"));
    printf("%d\n", total(argv[1], "SELECT cents FROM bill"));
    printf("%d\n", total("/no/such/folder/test.db", "SELECT cents FROM coin"));
    return 0;
}
