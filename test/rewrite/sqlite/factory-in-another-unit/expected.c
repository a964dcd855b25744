#include "store.h"

#include <repool/sqlite.h>
#include <stdio.h>

static int foreign_keys(sqlite3 *db)
{
    sqlite3_stmt *stmt;
    int on = -1;

    if (sqlite3_prepare_v2(db, "PRAGMA foreign_keys", -1, &stmt, 0) == SQLITE_OK) {
        if (sqlite3_step(stmt) == SQLITE_ROW)
            on = sqlite3_column_int(stmt, 0);
        sqlite3_finalize(stmt);
    }
    return on;
}

static int add(const char *path, const char *name)
{
    sqlite3 *db = store_open(path);
    char *sql;
    int rc;

    if (!db)
        return -1;
    sql = sqlite3_mprintf("INSERT INTO item VALUES (%Q)", name);
    rc = sqlite3_exec(db, sql, 0, 0, 0);
    sqlite3_free(sql);
    printf("foreign keys %d\n", foreign_keys(db));
    store_close(db);
    return rc;
}

static int rows(const char *path)
{
    sqlite3 *db = store_open(path);
    int n;

    if (db == NULL)
        return -1;
    n = (int)sqlite3_last_insert_rowid(db);
    sqlite3_exec(db, "PRAGMA foreign_keys = OFF; DELETE FROM item WHERE name = 'a'", 0, 0, 0);
    n += sqlite3_changes(db);
    repool_sqlite_close(db);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", add(argv[1], "a"));
    printf("%d\n", rows(argv[1]));
    printf("%d\n", add(argv[1], "b"));
    printf("%d\n", rows("/no/such/folder/test.db"));
    return 0;
}
