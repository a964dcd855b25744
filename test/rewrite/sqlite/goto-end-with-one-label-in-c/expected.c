#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

int bump(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int n = -1;
    int rc;

    rc = repool_sqlite_open(path, &db);
    if (rc != SQLITE_OK)
        goto out;
    rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS counter (n INT)", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        goto out;
    rc = sqlite3_prepare_v2(db, "INSERT INTO counter SELECT 1 + count(*) FROM counter RETURNING n", -1, &stmt, NULL);
    if (rc != SQLITE_OK)
        goto out;
    if (sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int(stmt, 0);

out:
    if (stmt)
        sqlite3_finalize(stmt);
    if (db)
        repool_sqlite_close(db);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    printf("%d\n", bump(argv[1]));
    printf("%d\n", bump(argv[1]));
    printf("%d\n", bump("/no/such/folder/test.db"));
    return 0;
}
