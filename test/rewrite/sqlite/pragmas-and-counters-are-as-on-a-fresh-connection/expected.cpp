#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

static int number(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    return -1;
  int value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -2;
  sqlite3_finalize(statement);
  return value;
}

void visit(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  std::cout << number(db, "PRAGMA foreign_keys") << ' ' << number(db, "PRAGMA busy_timeout") << ' '
            << number(db, "PRAGMA synchronous") << ' ' << number(db, "PRAGMA cache_size") << ' '
            << number(db, "PRAGMA recursive_triggers") << ' ' << number(db, "PRAGMA temp_store") << ' '
            << number(db, "SELECT 'a' LIKE 'A'") << ' ' << number(db, "SELECT changes()") << ' '
            << sqlite3_last_insert_rowid(db) << ' ' << sqlite3_get_autocommit(db) << '\n';
  sqlite3_busy_timeout(db, 777);
  sqlite3_exec(db,
               "CREATE TABLE IF NOT EXISTS visit (n INT);"
               "PRAGMA foreign_keys = ON;"
               "PRAGMA synchronous = OFF;"
               "PRAGMA cache_size = 50;"
               "PRAGMA recursive_triggers = ON;"
               "PRAGMA temp_store = MEMORY;"
               "PRAGMA case_sensitive_like = ON;"
               "INSERT INTO visit VALUES (1), (2), (3)",
               nullptr, nullptr, nullptr);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 3; ++i)
    visit(argv[1]);
  return 0;
}
