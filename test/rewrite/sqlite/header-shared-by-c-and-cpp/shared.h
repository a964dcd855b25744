#ifndef SHARED_H
#define SHARED_H

#include <sqlite3.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline int shared_add(const char *path, int n)
{
    sqlite3 *db;
    char *sql;
    int rc = sqlite3_open(path, &db);

    if (rc != SQLITE_OK) {
        sqlite3_close(db);
        return rc;
    }
    sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS n (n INT); INSERT INTO n VALUES (%d)", n);
    rc = sqlite3_exec(db, sql, 0, 0, 0);
    sqlite3_free(sql);
    sqlite3_close(db);
    return rc;
}

int add_from_c(const char *path);

#ifdef __cplusplus
}
#endif

#endif
