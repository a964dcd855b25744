#include <sqlite3.h>
#include <stdio.h>

/* What the caller gives is only a place to put a connection of its own into. */
static int add_note(const char *path, sqlite3 *db, const char *text)
{
    sqlite3_stmt *insert;
    int rc = sqlite3_open(path, &db);

    if (rc != SQLITE_OK) {
        fprintf(stderr, "cannot open: %s\n", sqlite3_errmsg(db));
        sqlite3_close(db);
        return -1;
    }
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS note (text TEXT)", 0, 0, 0);
    sqlite3_prepare_v2(db, "INSERT INTO note VALUES (?)", -1, &insert, 0);
    sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
    rc = sqlite3_step(insert);
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return rc == SQLITE_DONE ? 0 : -1;
}

static int count(const char *path, sqlite3 *db)
{
    sqlite3_stmt *select;
    int n = -1;

    if (!db && sqlite3_open(path, &db) == SQLITE_OK) {
        sqlite3_prepare_v2(db, "SELECT count(*) FROM note", -1, &select, 0);
        if (sqlite3_step(select) == SQLITE_ROW)
            n = sqlite3_column_int(select, 0);
        sqlite3_finalize(select);
        sqlite3_close(db);
    }
    return n;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    int i;

    for (i = 0; i < 3 && argc > 1; i++)
        printf("%d %d\n", add_note(argv[1], db, "hello"), count(argv[1], db));
    return 0;
}
