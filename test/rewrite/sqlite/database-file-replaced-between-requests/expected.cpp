#include <sqlite3.h>
#include <repool/sqlite.h>

#include <cstdio>
#include <iostream>

int count(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    return -1;
  }
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS row (n INT); INSERT INTO row VALUES (1)", nullptr, nullptr, nullptr);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT count(*) FROM row", -1, &statement, nullptr);
  int rows = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -2;
  sqlite3_finalize(statement);
  return rows;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << count(argv[1]) << count(argv[1]);
  std::remove(argv[1]);
  std::cout << count(argv[1]) << '\n';
  return 0;
}
