#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

static int create(sqlite3 *db)
{
    return sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS event (at INTEGER, what TEXT)", 0, 0, 0);
}

static int insert(sqlite3 *db, int at, const char *what)
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(db, "INSERT INTO event VALUES (?, ?)", -1, &stmt, 0);

    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int(stmt, 1, at);
    sqlite3_bind_text(stmt, 2, what, -1, SQLITE_TRANSIENT);
    rc = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int record(const char *path, int at, const char *what)
{
    sqlite3 *db;
    int rc = repool_sqlite_open(path, &db);

    if (rc == SQLITE_OK)
        rc = create(db);
    if (rc == SQLITE_OK)
        rc = insert(db, at, what);
    repool_sqlite_close(db);
    return rc;
}

int main(int argc, char **argv)
{
    int i;

    if (argc < 2)
        return 2;
    for (i = 0; i < 5; i++)
        printf("%d\n", record(argv[1], i, i % 2 ? "tick" : "tock"));
    printf("%d\n", record("/no/such/folder/test.db", 9, "boom"));
    return 0;
}
