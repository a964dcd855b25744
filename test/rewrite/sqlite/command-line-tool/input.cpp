#include <sqlite3.h>

#include <iostream>

int addVisit(const char *path) {
  sqlite3 *db = nullptr;
  int rc = sqlite3_open(path, &db);
  if (rc == SQLITE_OK)
    rc = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS visit (id INTEGER); INSERT INTO visit VALUES (1)", nullptr,
                      nullptr, nullptr);
  sqlite3_close(db);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << addVisit(argv[1]) << '\n';
  return 0;
}
