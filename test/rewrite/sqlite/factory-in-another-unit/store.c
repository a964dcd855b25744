#include "store.h"

#include <stddef.h>

sqlite3 *store_open(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open(path, &db) != SQLITE_OK) {
        store_close(db);
        return NULL;
    }
    sqlite3_exec(db, "PRAGMA foreign_keys = ON", 0, 0, 0);
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS item (name TEXT)", 0, 0, 0);
    return db;
}

void store_close(sqlite3 *db)
{
    if (db != NULL)
        sqlite3_close_v2(db);
}
