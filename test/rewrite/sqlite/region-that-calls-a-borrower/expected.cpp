#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

int created(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  int rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS audit (n INT); INSERT INTO audit VALUES (1)", nullptr, nullptr,
                        nullptr);
  return rc;
}

int outer(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  int rc = created(path);
  sqlite3_exec(db, "INSERT INTO audit VALUES (2)", nullptr, nullptr, nullptr);
  int changes = sqlite3_changes(db);
  return 10 * rc + changes;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << outer(argv[1]) << outer(argv[1]) << '\n';
  return 0;
}
