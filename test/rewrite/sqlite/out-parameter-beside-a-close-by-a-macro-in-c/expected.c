#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

/* The macro closes a handle of its own function; what the out-parameter hands out is closed below. */
#define CLOSE(db) sqlite3_close(db)

static int open_store(const char *path, sqlite3 **out)
{
  if (repool_sqlite_open(path, out) != SQLITE_OK) {
    repool_sqlite_close(*out);
    *out = NULL;
    return -1;
  }
  return 0;
}

static int count(sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  int value = -1;
  if (sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_master", -1, &statement, NULL) != SQLITE_OK)
    return -1;
  if (sqlite3_step(statement) == SQLITE_ROW)
    value = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

int handle_create(const char *path)
{
  sqlite3 *db = NULL;
  int rc;
  if (sqlite3_open(path, &db) != SQLITE_OK) {
    CLOSE(db);
    return -1;
  }
  rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INTEGER)", NULL, NULL, NULL);
  CLOSE(db);
  return rc;
}

int handle_count(const char *path)
{
  sqlite3 *db = NULL;
  int value;
  if (open_store(path, &db))
    return -1;
  value = count(db);
  repool_sqlite_close(db);
  return value;
}

int main(void)
{
  printf("%d\n", handle_create("test.db"));
  printf("%d\n", handle_count("test.db"));
  printf("%d\n", handle_count("/no/such/folder/test.db"));
  return 0;
}
