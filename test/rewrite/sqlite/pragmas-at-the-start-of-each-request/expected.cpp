#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

bool addChild(const char *path, int parent) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path));
  db = dbLease.get();
  int rc = dbLease.code();
  if (rc != SQLITE_OK) {
    return false;
  }
  sqlite3_busy_timeout(db, 2000);
  sqlite3_exec(db, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  sqlite3_exec(db,
               "CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY);"
               "CREATE TABLE IF NOT EXISTS child (parent INT REFERENCES parent (id));"
               "INSERT OR IGNORE INTO parent VALUES (1)",
               nullptr, nullptr, nullptr);
  char *sql = sqlite3_mprintf("INSERT INTO child VALUES (%d)", parent);
  rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  sqlite3_free(sql);
  return rc == SQLITE_OK;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << addChild(argv[1], 1) << addChild(argv[1], 2) << addChild(argv[1], 1) << '\n';
  return 0;
}
