#include <sqlite3.h>

#include <iostream>

static int number(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    return -1;
  int value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -2;
  sqlite3_finalize(statement);
  return value;
}

// What a connection finds when it is opened; then leaves as much behind as it can.
void untidy(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  std::cout << number(db, "PRAGMA foreign_keys") << ' ' << number(db, "PRAGMA busy_timeout") << ' '
            << number(db, "PRAGMA case_sensitive_like") << ' ' << number(db, "SELECT 'a' LIKE 'A'") << ' '
            << number(db, "SELECT count(*) FROM draft") << ' ' << number(db, "SELECT last_insert_rowid()") << ' '
            << number(db, "SELECT count(*) FROM other.sqlite_schema") << ' '
            << number(db, "SELECT count(*) FROM note") << '\n';
  sqlite3_exec(db,
               "CREATE TABLE IF NOT EXISTS note (text TEXT);"
               "INSERT INTO note VALUES ('kept');"
               "PRAGMA foreign_keys = ON;"
               "PRAGMA busy_timeout = 1234;"
               "PRAGMA case_sensitive_like = ON;"
               "CREATE TEMP TABLE draft (text TEXT);"
               "ATTACH ':memory:' AS other;"
               "BEGIN;"
               "INSERT INTO note VALUES ('lost')",
               nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 3; ++i)
    untidy(argv[1]);
  return 0;
}
