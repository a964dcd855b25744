#include <sqlite3.h>

#include <iostream>

int scratch() {
  sqlite3 *db = nullptr;
  sqlite3_open(":memory:", &db);
  int rc = sqlite3_exec(db, "CREATE TABLE t (n INT)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return rc;
}

int temporary() {
  sqlite3 *db = nullptr;
  sqlite3_open("", &db);
  int rc = sqlite3_exec(db, "CREATE TABLE t (n INT)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return rc;
}

int main() {
  std::cout << scratch() << scratch() << temporary() << temporary() << '\n';
  return 0;
}
