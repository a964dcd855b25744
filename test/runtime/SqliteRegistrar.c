/* A plugin that registers a SQLite function; loaded by SqlitePluginTest, which itself cannot. */

#include <sqlite3.h>

static void seven(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  (void)values;
  sqlite3_result_int(context, 7);
}

int registerSeven(sqlite3 *db) {
  return sqlite3_create_function(db, "seven", 0, SQLITE_UTF8, 0, seven, 0, 0);
}
