#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

// The statement has run to its end, so it holds no lock, but nobody finalises it.
int peek(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INT); INSERT INTO t VALUES (7)", nullptr, nullptr, nullptr);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT n FROM t", -1, &statement, nullptr);
  int n = 0;
  while (sqlite3_step(statement) == SQLITE_ROW)
    n += sqlite3_column_int(statement, 0);
  return n;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << peek(argv[1]) << '\n' << peek(argv[1]) << '\n';
  return 0;
}
