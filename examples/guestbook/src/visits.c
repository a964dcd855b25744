#include "visits.h"

#include <sqlite3.h>
#include <stdio.h>

int count_visit(const char *database, int book) {
  sqlite3 *db = NULL;
  sqlite3_stmt *upsert = NULL;
  int visits = -1;

  if (sqlite3_open(database, &db) != SQLITE_OK) {
    fprintf(stderr, "guestbook: %s\n", sqlite3_errmsg(db));
    goto end;
  }
  sqlite3_busy_timeout(db, 10000);
  if (sqlite3_exec(db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL) != SQLITE_OK)
    goto end;
  if (sqlite3_prepare_v2(db,
                         "INSERT INTO visit VALUES (?1, 1)"
                         " ON CONFLICT (book) DO UPDATE SET visits = visits + 1"
                         " RETURNING visits",
                         -1, &upsert, NULL) != SQLITE_OK)
    goto end;
  sqlite3_bind_int(upsert, 1, book);
  if (sqlite3_step(upsert) == SQLITE_ROW)
    visits = sqlite3_column_int(upsert, 0);

end:
  if (upsert)
    sqlite3_finalize(upsert);
  if (db)
    sqlite3_close(db);
  return visits;
}
