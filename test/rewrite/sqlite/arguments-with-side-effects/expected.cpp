#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

static int asked = 0;

static std::string nextPath(const std::string &base) { return base + std::to_string(++asked % 2) + ".db"; }

int store(const std::string &base) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(nextPath(base).c_str()).stateless());
  db = dbLease.get();
  int rc = dbLease.code();
  if (rc != SQLITE_OK) {
    return -1;
  }
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INT); INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr);
  return asked;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << store(argv[1]) << store(argv[1]) << store(argv[1]) << '\n';
  return 0;
}
