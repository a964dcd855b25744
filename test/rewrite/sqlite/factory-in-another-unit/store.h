#ifndef STORE_H
#define STORE_H

#include <sqlite3.h>

sqlite3 *store_open(const char *path);
void store_close(sqlite3 *db);

#endif
