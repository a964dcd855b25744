#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

static int store_open(const char *path, sqlite3 **out)
{
    int rc = repool_sqlite_open(path, out);

    if (rc != SQLITE_OK) {
        repool_sqlite_close(*out);
        *out = NULL;
    }
    return rc;
}

static int add(const char *path)
{
    sqlite3 *db;

    if (store_open(path, &db))
        return -1;
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS item (name TEXT); INSERT INTO item VALUES ('y')", 0, 0, 0);
    repool_sqlite_close(db);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", add(argv[1]));
    printf("%d\n", add(argv[1]));
    return 0;
}
