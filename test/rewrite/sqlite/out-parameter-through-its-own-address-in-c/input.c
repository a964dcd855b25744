#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void open_notes(const char *path, sqlite3 **db)
{
    int rc = sqlite3_open(path, *&db);

    if (rc != SQLITE_OK) {
        fprintf(stderr, "cannot open: %s\n", sqlite3_errmsg(*db));
        sqlite3_close(*db);
        exit(EXIT_FAILURE);
    }
}

static void add_note(const char *path)
{
    sqlite3 *db;

    open_notes(path, &db);
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS note (text TEXT)", 0, 0, 0);
    sqlite3_exec(db, "INSERT INTO note VALUES ('hello')", 0, 0, 0);
    sqlite3_close(db);
}

static int count(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *select;
    int n = -1;

    open_notes(path, &*&db);
    sqlite3_prepare_v2(db, "SELECT count(*) FROM note", -1, &select, 0);
    if (sqlite3_step(select) == SQLITE_ROW)
        n = sqlite3_column_int(select, 0);
    sqlite3_finalize(select);
    sqlite3_close(db);
    return n;
}

int main(int argc, char **argv)
{
    int i;

    for (i = 0; i < 3 && argc > 1; i++) {
        add_note(argv[1]);
        printf("%d\n", count(argv[1]));
    }
    return 0;
}
