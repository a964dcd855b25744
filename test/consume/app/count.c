#include "repool/sqlite.h"

#include <sqlite3.h>

int countFromC(const char *path);

int countFromC(const char *path) {
  sqlite3 *db = 0;
  sqlite3_stmt *statement = 0;
  int count = -1;
  if (repool_sqlite_open(path, &db) == SQLITE_OK &&
      sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &statement, 0) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    count = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  repool_sqlite_close(db);
  return count;
}
