#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

static sqlite3 *open_store(const char *path)
{
    sqlite3 *db;

    if (repool_sqlite_open(path, &db) != SQLITE_OK) {
        repool_sqlite_close(db);
        return NULL;
    }
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS item (name TEXT)", 0, 0, 0);
    return db;
}

int add(const char *path)
{
    sqlite3 *db = open_store(path);

    if (!db)
        return -1;
    sqlite3_exec(db, "INSERT INTO item VALUES ('x')", 0, 0, 0);
    repool_sqlite_close(db);
    return 0;
}

int drop(const char *path)
{
    sqlite3 *db = open_store(path);
    int n;

    if (!db)
        return -1;
    sqlite3_exec(db, "DELETE FROM item WHERE rowid = 1", 0, 0, 0);
    n = sqlite3_changes(db);
    repool_sqlite_close(db);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", add(argv[1]));
    printf("%d\n", add(argv[1]));
    printf("%d\n", drop(argv[1]));
    printf("%d\n", drop("/no/such/folder/test.db"));
    return 0;
}
