#include <sqlite3.h>

#include <iostream>

int created(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  int rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS audit (n INT); INSERT INTO audit VALUES (1)", nullptr, nullptr,
                        nullptr);
  sqlite3_close(db);
  return rc;
}

int outer(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  int rc = created(path);
  sqlite3_exec(db, "INSERT INTO audit VALUES (2)", nullptr, nullptr, nullptr);
  int changes = sqlite3_changes(db);
  sqlite3_close(db);
  return 10 * rc + changes;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << outer(argv[1]) << outer(argv[1]) << '\n';
  return 0;
}
