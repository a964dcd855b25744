#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

bool put(const std::string &path, const std::string &key, int value) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()));
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    std::cout << "cannot open: " << sqlite3_errmsg(db) << '\n';
    return false;
  }
  std::string sql = "CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value INT);"
                    "INSERT OR REPLACE INTO setting VALUES ('" +
                    key + "', " + std::to_string(value) + ")";
  bool done = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  return done;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << put(argv[1], "width", 80) << put(argv[1], "height", 25) << put(argv[1], "width", 132) << '\n';
  std::cout << put("/no/such/folder/test.db", "width", 1) << '\n';
  return 0;
}
