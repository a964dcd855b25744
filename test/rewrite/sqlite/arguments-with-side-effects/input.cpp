#include <sqlite3.h>

#include <iostream>
#include <string>

static int asked = 0;

static std::string nextPath(const std::string &base) { return base + std::to_string(++asked % 2) + ".db"; }

int store(const std::string &base) {
  sqlite3 *db = nullptr;
  int rc = sqlite3_open(nextPath(base).c_str(), &db);
  if (rc != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INT); INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return asked;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << store(argv[1]) << store(argv[1]) << store(argv[1]) << '\n';
  return 0;
}
