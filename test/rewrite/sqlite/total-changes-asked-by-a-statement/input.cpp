#include <sqlite3.h>

#include <iostream>

// The count starts with the open, and no reset sets it back.
static int store(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS page (n INT); INSERT INTO page VALUES (1)", nullptr, nullptr, nullptr);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT total_changes()", -1, &statement, nullptr);
  int changes = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return changes;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 2; ++i)
    std::cout << store(argv[1]) << '\n';
  return 0;
}
