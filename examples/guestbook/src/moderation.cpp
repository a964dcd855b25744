#include "moderation.h"

#include <sqlite3.h>

#include <iostream>

Reply removeEntry(const std::string &database, int book, int number) {
  sqlite3 *db = nullptr;
  if (sqlite3_open(database.c_str(), &db)) {
    std::cerr << "guestbook: " << sqlite3_errmsg(db) << '\n';
    sqlite3_close(db);
    return {503, "no database"};
  }
  sqlite3_busy_timeout(db, 10000);
  char *sql = sqlite3_mprintf(
      "UPDATE entry SET text = '(removed)' WHERE book = %d AND number = %d"
      " AND text <> '(removed)'",
      book, number);
  int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  sqlite3_free(sql);
  if (rc != SQLITE_OK) {
    std::string message = sqlite3_errmsg(db);
    sqlite3_close(db);
    return {500, message};
  }
  // The number of rows is that of this connection's last statement.
  int removed = sqlite3_changes(db);
  sqlite3_close(db);
  if (removed == 0)
    return {404, "nothing to remove"};
  return {200, "removed"};
}
