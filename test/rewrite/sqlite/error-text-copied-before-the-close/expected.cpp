#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

std::string problem(const char *path, const char *sql) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    std::string text = sqlite3_errmsg(db);
    return text;
  }
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  std::string text = sqlite3_errmsg(db);
  return text;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << problem(argv[1], "SELECT 1") << '\n';
  std::cout << problem(argv[1], "SELECT") << '\n';
  std::cout << problem(argv[1], "SELECT * FROM missing") << '\n';
  std::cout << problem(argv[1], "SELECT 1") << '\n';
  std::cout << problem("/no/such/folder/test.db", "SELECT 1") << '\n';
  return 0;
}
