#include <sqlite3.h>

const char *name(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT name FROM person", -1, &statement, nullptr);
  const char *text = nullptr;
  if (sqlite3_step(statement) == SQLITE_ROW)
    text = reinterpret_cast<const char *>(sqlite3_column_text(statement, 0));
  sqlite3_close_v2(db);
  return text;
}
