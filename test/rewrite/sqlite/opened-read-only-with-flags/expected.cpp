#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

std::string query(const std::string &path, const char *sql) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str(), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr));
  db = dbLease.get();
  int rc = dbLease.code();
  if (rc != SQLITE_OK) {
    std::string message = sqlite3_errmsg(db);
    dbLease.release();
    return "(" + message + ")";
  }
  std::string text;
  sqlite3_stmt *statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK) {
    if (sqlite3_step(statement) == SQLITE_ROW)
      text = reinterpret_cast<const char *>(sqlite3_column_text(statement, 0));
    else
      text = sqlite3_errmsg(db);
  }
  sqlite3_finalize(statement);
  return text;
}

void fill(const std::string &path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr).stateless());
  db = dbLease.get();
  sqlite3_exec(db, "CREATE TABLE city (name TEXT); INSERT INTO city VALUES ('Oslo')", nullptr, nullptr, nullptr);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << query(argv[1], "SELECT name FROM city") << '\n';
  fill(argv[1]);
  std::cout << query(argv[1], "SELECT name FROM city") << '\n';
  std::cout << query(argv[1], "INSERT INTO city VALUES ('Rome')") << '\n';
  return 0;
}
