#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

static int put(const char *path, const char *name)
{
    sqlite3 *db;
    char *sql;
    int rc;

    if (repool_sqlite_open(path, &db)) {
        printf("cannot open: %s\n", sqlite3_errmsg(db));
        repool_sqlite_close(db);
        return 1;
    }
    sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS name (name TEXT); INSERT INTO name VALUES (%Q)", name);
    rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    repool_sqlite_close(db);
    return rc;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d %d\n", put(argv[1], "Ada"), put(argv[1], "O'Hara"));
    printf("%d\n", put("/no/such/folder/test.db", "Bob"));
    return 0;
}
