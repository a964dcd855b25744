#include <sqlite3.h>

/* Uses the caller's connection where there is one, and closes whichever it was. */
int clear_notes(const char *path, sqlite3 *db)
{
    int rc = SQLITE_OK;

    if (!db)
        rc = sqlite3_open(path, &db);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "DELETE FROM note", 0, 0, 0);
    sqlite3_close(db);
    return rc;
}
