#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

int lookup(const char *path, int id, char *out, int size)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;

    if (repool_sqlite_open(path, &db) != SQLITE_OK) {
        repool_sqlite_close(db);
        return -1;
    }
    if (sqlite3_prepare_v2(db, "SELECT name FROM person WHERE id = ?1", -1, &stmt, NULL) != SQLITE_OK) {
        snprintf(out, size, "%s", sqlite3_errmsg(db));
        repool_sqlite_close(db);
        return -2;
    }
    sqlite3_bind_int(stmt, 1, id);
    if (sqlite3_step(stmt) != SQLITE_ROW) {
        sqlite3_finalize(stmt);
        repool_sqlite_close(db);
        return 0;
    }
    snprintf(out, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    repool_sqlite_close(db);
    return 1;
}

int setup(const char *path)
{
    sqlite3 *db;
    int rc = repool_sqlite_open(path, &db);

    if (rc != SQLITE_OK) {
        repool_sqlite_close(db);
        return rc;
    }
    rc = sqlite3_exec(db, "CREATE TABLE person (id INTEGER, name TEXT); INSERT INTO person VALUES (1, 'Ada')", 0, 0, 0);
    repool_sqlite_close(db);
    return rc;
}

int main(int argc, char **argv)
{
    char name[100] = "";
    int found;

    if (argc < 2)
        return 2;
    found = lookup(argv[1], 1, name, sizeof name);
    printf("%d %s\n", found, name);
    printf("%d\n", setup(argv[1]));
    found = lookup(argv[1], 1, name, sizeof name);
    printf("%d %s\n", found, name);
    printf("%d\n", lookup(argv[1], 2, name, sizeof name));
    printf("%d\n", lookup("/no/such/folder/test.db", 2, name, sizeof name));
    return 0;
}
