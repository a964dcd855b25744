#include <sqlite3.h>
#include <repool/sqlite.h>

#include <cstdio>
#include <iostream>

int addVisit(const char *path) {
  sqlite3 *db;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  int rc = dbLease.code();
  if (rc != SQLITE_OK) {
    std::cerr << sqlite3_errmsg(db) << '\n';
    return -1;
  }
  rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS visit (id INTEGER PRIMARY KEY); INSERT INTO visit DEFAULT VALUES",
                    nullptr, nullptr, nullptr);
  int id = rc == SQLITE_OK ? static_cast<int>(sqlite3_last_insert_rowid(db)) : -1;
  return id;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 3; ++i)
    std::printf("%d\n", addVisit(argv[1]));
  std::printf("%d\n", addVisit("/no/such/folder/test.db"));
  return 0;
}
