#include "books.h"

#include "checksum.h"

#include <sqlite3.h>

#include <iostream>

bool createTables(const std::string &database) {
  sqlite3 *db = nullptr;
  if (sqlite3_open(database.c_str(), &db) != SQLITE_OK) {
    std::cerr << "guestbook: " << database << ": " << sqlite3_errmsg(db) << '\n';
    sqlite3_close(db);
    return false;
  }
  int rc =
      sqlite3_exec(db,
                   "PRAGMA journal_mode = WAL;"
                   "CREATE TABLE IF NOT EXISTS entry (book INTEGER NOT NULL,"
                   " number INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,"
                   " PRIMARY KEY (book, number)) WITHOUT ROWID;"
                   "CREATE INDEX IF NOT EXISTS entry_author ON entry (book, author);"
                   "CREATE TABLE IF NOT EXISTS visit (book INTEGER PRIMARY KEY,"
                   " visits INTEGER NOT NULL)",
                   nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK)
    std::cerr << "guestbook: " << sqlite3_errmsg(db) << '\n';
  sqlite3_close(db);
  return rc == SQLITE_OK;
}

Reply summary(const std::string &database, int book) {
  Reply reply{503, "no database"};
  sqlite3 *db = nullptr;
  if (sqlite3_open(database.c_str(), &db) == SQLITE_OK) {
    sqlite3_busy_timeout(db, 10000);
    sqlite3_stmt *count = nullptr;
    if (sqlite3_prepare_v2(
            db, "SELECT count(*), count(DISTINCT author) FROM entry WHERE book = ?", -1,
            &count, nullptr) == SQLITE_OK) {
      sqlite3_bind_int(count, 1, book);
      if (sqlite3_step(count) == SQLITE_ROW)
        reply = {200, std::to_string(sqlite3_column_int(count, 0)) + " entries by " +
                          std::to_string(sqlite3_column_int(count, 1)) + " authors"};
      sqlite3_finalize(count);
    }
  }
  sqlite3_close(db);
  return reply;
}

std::uint64_t contentChecksum(const std::string &database) {
  std::uint64_t sum = 0;
  sqlite3 *db = nullptr;
  if (sqlite3_open(database.c_str(), &db) != SQLITE_OK) {
    sqlite3_close(db);
    return 0;
  }
  sqlite3_stmt *select = nullptr;
  sqlite3_prepare_v2(
      db,
      "SELECT book || ' ' || number || ' ' || author || ' ' || text FROM entry"
      " UNION ALL SELECT book || ' ' || visits FROM visit",
      -1, &select, nullptr);
  while (sqlite3_step(select) == SQLITE_ROW)
    sum += checksum(reinterpret_cast<const char *>(sqlite3_column_text(select, 0)));
  sqlite3_finalize(select);
  sqlite3_close(db);
  return sum;
}
