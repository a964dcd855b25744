#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

// Three entries, or none: a full page is left without a commit.
bool fill(const char *path, int from) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    return false;
  }
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS entry (n INT UNIQUE)", nullptr, nullptr, nullptr);
  sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
  sqlite3_stmt *insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO entry VALUES (?)", -1, &insert, nullptr);
  for (int n = from; n < from + 3; ++n) {
    sqlite3_reset(insert);
    sqlite3_bind_int(insert, 1, n);
    if (sqlite3_step(insert) != SQLITE_DONE) {
      sqlite3_finalize(insert);
      return false;
    }
  }
  sqlite3_finalize(insert);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  return true;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << fill(argv[1], 1) << fill(argv[1], 3) << fill(argv[1], 10) << fill(argv[1], 8) << fill(argv[1], 4)
            << '\n';
  return 0;
}
