#include <sqlite3.h>
#include <stdio.h>

/* What another connection has created since is there for one that only reads, kept open or not. */
static int prepare_store(const char *path, int flags)
{
  sqlite3 *db = NULL;
  int rc;
  if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INTEGER)", NULL, NULL, NULL);
  sqlite3_close(db);
  return rc;
}

int handle_write(const char *path)
{
  return prepare_store(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

int handle_read(const char *path)
{
  sqlite3 *db = NULL;
  int rc;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS u (n INTEGER)", NULL, NULL, NULL);
  sqlite3_close(db);
  return rc;
}

static int make_u(const char *path)
{
  sqlite3 *db = NULL;
  int rc;
  if (sqlite3_open(path, &db) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  rc = sqlite3_exec(db, "CREATE TABLE u (n INTEGER)", NULL, NULL, NULL);
  sqlite3_close(db);
  return rc;
}

int main(void)
{
  printf("%d\n", handle_write("test.db"));
  printf("%d\n", handle_read("test.db"));
  printf("%d\n", make_u("test.db"));
  printf("%d\n", handle_read("test.db"));
  return 0;
}
