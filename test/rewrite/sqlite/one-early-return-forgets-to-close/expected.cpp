#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

int pop(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK)
    return -1;
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS stack (n INTEGER PRIMARY KEY)", nullptr, nullptr, nullptr);
  sqlite3_exec(db, "DELETE FROM stack WHERE n = (SELECT max(n) FROM stack)", nullptr, nullptr, nullptr);
  if (sqlite3_changes(db) == 0) {
    sqlite3_exec(db, "INSERT INTO stack VALUES (1), (2)", nullptr, nullptr, nullptr);
    return 0;
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 7; ++i)
    std::cout << pop(argv[1]);
  std::cout << pop("/no/such/folder/test.db") << '\n';
  return 0;
}
