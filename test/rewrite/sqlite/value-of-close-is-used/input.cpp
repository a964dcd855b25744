#include <sqlite3.h>

#include <iostream>

int busy(const char *path, bool leaveOpen) {
  sqlite3 *db = nullptr;
  if (sqlite3_open(path, &db) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT 1", -1, &statement, nullptr);
  if (!leaveOpen) {
    sqlite3_finalize(statement);
    statement = nullptr;
  }
  int rc = sqlite3_close(db);
  if (rc == SQLITE_BUSY) {
    sqlite3_finalize(statement);
    sqlite3_close(db);
  }
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << busy(argv[1], false) << ' ' << busy(argv[1], true) << '\n';
  return 0;
}
