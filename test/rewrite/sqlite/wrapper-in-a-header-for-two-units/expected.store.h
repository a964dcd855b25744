#ifndef STORE_H
#define STORE_H

#include <sqlite3.h>
#include <repool/sqlite.h>

static inline int store_add(const char *path, const char *name)
{
    sqlite3 *db;
    char *sql;
    int rc;

    if (repool_sqlite_open(path, &db) != SQLITE_OK) {
        repool_sqlite_close(db);
        return -1;
    }
    sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS name (name TEXT); INSERT INTO name VALUES (%Q)", name);
    rc = sqlite3_exec(db, sql, 0, 0, 0);
    sqlite3_free(sql);
    repool_sqlite_close(db);
    return rc;
}

int add_second(const char *path);

#endif
