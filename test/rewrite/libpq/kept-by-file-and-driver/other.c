#include <sqlite3.h>

void note(const char *path)
{
    sqlite3 *db;

    if (sqlite3_open(path, &db) == SQLITE_OK)
        sqlite3_exec(db, "INSERT INTO note DEFAULT VALUES", 0, 0, 0);
    sqlite3_close(db);
}
