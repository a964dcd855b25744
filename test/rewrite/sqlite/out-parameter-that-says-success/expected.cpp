#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

static bool openStore(const char *path, sqlite3 *&db) {
  db = nullptr;
  if (repool_sqlite_open(path, &db) == SQLITE_OK)
    return true;
  repool_sqlite_close(db);
  db = nullptr;
  return false;
}

static int add(const char *path) {
  sqlite3 *db;
  if (!openStore(path, db))
    return -1;
  int rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS item (name TEXT); INSERT INTO item VALUES ('y')",
                        nullptr, nullptr, nullptr);
  repool_sqlite_close(db);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << add(argv[1]) << add(argv[1]) << add("/no/such/folder/test.db") << '\n';
  return 0;
}
