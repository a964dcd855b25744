#include <sqlite3.h>

#include <iostream>

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  sqlite3 *db = nullptr;
  if (sqlite3_open(argv[1], &db) != SQLITE_OK) {
    sqlite3_close(db);
    return 1;
  }
  sqlite3_exec(db, "CREATE TABLE t (n INT)", nullptr, nullptr, nullptr);
  std::cout << "created\n";
  sqlite3_close(db);
  return 0;
}
