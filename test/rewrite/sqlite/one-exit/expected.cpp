#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

int touch(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS page (n INT)", nullptr, nullptr, nullptr);
  sqlite3_exec(db, "INSERT INTO page VALUES (1), (2)", nullptr, nullptr, nullptr);
  int changes = sqlite3_changes(db);
  return changes * 100;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << touch(argv[1]) << '\n' << touch(argv[1]) << '\n';
  return 0;
}
