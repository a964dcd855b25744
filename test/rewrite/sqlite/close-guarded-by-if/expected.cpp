#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

int note(const char *path, const char *text) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  int rc = dbLease.code();
  if (rc == SQLITE_OK) {
    char *sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS note (text TEXT); INSERT INTO note VALUES (%Q)", text);
    rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    sqlite3_free(sql);
  }
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << note(argv[1], "one") << note(argv[1], "two") << note("/no/such/folder/test.db", "three") << '\n';
  return 0;
}
