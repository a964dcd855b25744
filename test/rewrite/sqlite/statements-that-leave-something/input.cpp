#include <sqlite3.h>

#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

static int number(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = nullptr;
  int result = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
    result = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return result;
}

// Leaves nothing.
int count(const char *path, int least) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS page (n INT); INSERT INTO page VALUES (1)", nullptr, nullptr, nullptr);
  char sql[80];
  std::snprintf(sql, sizeof sql, "SELECT count(*) FROM page WHERE n >= %d", least);
  int n = number(db, sql);
  sqlite3_close(db);
  return n;
}

// Leaves a pragma that the next one would see.
int keys(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  int before = number(db, "PRAGMA foreign_keys");
  sqlite3_exec(db, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  int after = number(db, "PRAGMA foreign_keys");
  sqlite3_close(db);
  return before * 10 + after;
}

// Leaves a temporary table.
int scratch(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  int rc = sqlite3_exec(db, "CREATE TABLE temp.scratch (n INT)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return rc;
}

// Any text: the caller may pass a pragma.
int any(const char *path, const std::string &sql) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  int n = number(db, sql.c_str());
  sqlite3_close(db);
  return n;
}

// Only a part of the text is used, and how much is not known.
int part(const char *path, int length) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT 1 FROM page", length, &statement, nullptr);
  int rc = sqlite3_step(statement);
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 2; ++i) {
    std::cout << count(argv[1], i) << ' ' << keys(argv[1]) << ' ' << scratch(argv[1]) << ' ';
    std::cout << any(argv[1], "PRAGMA recursive_triggers") << any(argv[1], "PRAGMA recursive_triggers = 1") << ' ';
    std::cout << part(argv[1], 8) << '\n';
  }
  return 0;
}
