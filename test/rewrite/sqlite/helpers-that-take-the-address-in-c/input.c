#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void open_notes(const char *path, sqlite3 **db)
{
    if (sqlite3_open(path, db) != SQLITE_OK) {
        sqlite3_close(*db);
        exit(EXIT_FAILURE);
    }
}

/* Takes the address as open_notes() does, and fills nothing. */
static void create_notes(sqlite3 **db)
{
    if (sqlite3_exec(*db, "CREATE TABLE IF NOT EXISTS note (text TEXT)", 0, 0, 0) != SQLITE_OK) {
        sqlite3_close(*db);
        exit(EXIT_FAILURE);
    }
}

static void end(sqlite3 **db) { sqlite3_close(*db); }

static int add_note(const char *path)
{
    sqlite3 *db;
    int rc;

    open_notes(path, &db);
    create_notes(&db);
    rc = sqlite3_exec(db, "INSERT INTO note VALUES ('hello')", 0, 0, 0);
    sqlite3_close(db);
    return rc;
}

static int clear(const char *path)
{
    sqlite3 *db;
    int n;

    if (sqlite3_open(path, &db) != SQLITE_OK) {
        end(&db);
        return -1;
    }
    create_notes(&db);
    sqlite3_exec(db, "DELETE FROM note WHERE rowid > 2", 0, 0, 0);
    n = sqlite3_changes(db);
    end(&db);
    return n;
}

int main(int argc, char **argv)
{
    int i;

    for (i = 0; i < 4 && argc > 1; i++) {
        printf("%d\n", add_note(argv[1]));
        printf("%d\n", clear(argv[1]));
    }
    return 0;
}
