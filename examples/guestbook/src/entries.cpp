#include "entries.h"

#include <sqlite3.h>

#include <iostream>

namespace {

std::string column(sqlite3_stmt *statement, int index) {
  const unsigned char *text = sqlite3_column_text(statement, index);
  return text ? reinterpret_cast<const char *>(text) : "";
}

bool run(sqlite3 *db, const char *sql) {
  char *message = nullptr;
  if (sqlite3_exec(db, sql, nullptr, nullptr, &message) == SQLITE_OK)
    return true;
  std::cerr << "guestbook: " << message << '\n';
  sqlite3_free(message);
  return false;
}

// The number of the next entry of a book, or -1.
int nextNumber(sqlite3 *db, int book) {
  sqlite3_stmt *statement = nullptr;
  if (sqlite3_prepare_v2(db,
                         "SELECT 1 + ifnull(max(number), 0) FROM entry WHERE book = ?",
                         -1, &statement, nullptr) != SQLITE_OK)
    return -1;
  sqlite3_bind_int(statement, 1, book);
  int number =
      sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_finalize(statement);
  return number;
}

} // namespace

Reply sign(const std::string &database, int book, const std::string &author,
           const std::string &text) {
  if (author.empty() || text.empty())
    return {400, "an entry needs an author and a text"};

  sqlite3 *db = nullptr;
  if (sqlite3_open(database.c_str(), &db) != SQLITE_OK) {
    std::cerr << "guestbook: " << sqlite3_errmsg(db) << '\n';
    sqlite3_close(db);
    return {503, "no database"};
  }
  sqlite3_busy_timeout(db, 10000);
  if (!run(db, "PRAGMA synchronous = NORMAL") || !run(db, "BEGIN IMMEDIATE")) {
    sqlite3_close(db);
    return {503, "database is busy"};
  }

  int number = nextNumber(db, book);
  sqlite3_stmt *insert = nullptr;
  if (number < 0 || sqlite3_prepare_v2(db, "INSERT INTO entry VALUES (?, ?, ?, ?)", -1,
                                       &insert, nullptr) != SQLITE_OK) {
    run(db, "ROLLBACK");
    sqlite3_close(db);
    return {500, "cannot sign"};
  }
  sqlite3_bind_int(insert, 1, book);
  sqlite3_bind_int(insert, 2, number);
  sqlite3_bind_text(insert, 3, author.c_str(), -1, SQLITE_TRANSIENT);
  sqlite3_bind_text(insert, 4, text.c_str(), -1, SQLITE_TRANSIENT);
  int rc = sqlite3_step(insert);
  sqlite3_finalize(insert);
  if (rc != SQLITE_DONE) {
    run(db, "ROLLBACK");
    sqlite3_close(db);
    return {500, "cannot sign"};
  }
  if (!run(db, "COMMIT")) {
    sqlite3_close(db);
    return {500, "cannot sign"};
  }
  sqlite3_close(db);
  return {201, "entry " + std::to_string(number)};
}

Reply latest(const std::string &database, int book) {
  sqlite3 *db;
  int rc = sqlite3_open(database.c_str(), &db);
  if (rc != SQLITE_OK) {
    std::cerr << "guestbook: " << sqlite3_errstr(rc) << '\n';
    sqlite3_close(db);
    return {503, "no database"};
  }
  sqlite3_busy_timeout(db, 10000);

  sqlite3_stmt *select = nullptr;
  rc = sqlite3_prepare_v2(db,
                          "SELECT number, author, text FROM entry WHERE book = ?"
                          " ORDER BY number DESC LIMIT 5",
                          -1, &select, nullptr);
  if (rc != SQLITE_OK) {
    sqlite3_close(db);
    return {500, "cannot read"};
  }
  sqlite3_bind_int(select, 1, book);
  Reply reply;
  while (sqlite3_step(select) == SQLITE_ROW)
    reply.text +=
        column(select, 0) + ". " + column(select, 1) + ": " + column(select, 2) + '\n';
  sqlite3_finalize(select);
  sqlite3_close(db);
  return reply;
}

Reply show(const std::string &database, int book, int number) {
  sqlite3 *db = nullptr;
  if (sqlite3_open_v2(database.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) !=
      SQLITE_OK) {
    sqlite3_close(db);
    return {503, "no database"};
  }
  sqlite3_busy_timeout(db, 10000);
  sqlite3_stmt *select = nullptr;
  sqlite3_prepare_v2(db, "SELECT author, text FROM entry WHERE book = ? AND number = ?",
                     -1, &select, nullptr);
  sqlite3_bind_int(select, 1, book);
  sqlite3_bind_int(select, 2, number);
  if (sqlite3_step(select) != SQLITE_ROW) {
    sqlite3_finalize(select);
    sqlite3_close(db);
    return {404, "no such entry"};
  }
  std::string text = column(select, 0) + ": " + column(select, 1);
  sqlite3_finalize(select);
  sqlite3_close(db);
  return {200, text};
}

Reply byAuthor(const std::string &database, int book, const std::string &author) {
  sqlite3 *db = nullptr;
  sqlite3_stmt *select = nullptr;
  Reply reply;

  if (sqlite3_open(database.c_str(), &db) != SQLITE_OK) {
    reply = {503, "no database"};
    goto end;
  }
  sqlite3_busy_timeout(db, 10000);
  if (sqlite3_prepare_v2(
          db, "SELECT number FROM entry WHERE book = ? AND author = ? ORDER BY 1", -1,
          &select, nullptr) != SQLITE_OK) {
    reply = {500, "cannot read"};
    goto end;
  }
  sqlite3_bind_int(select, 1, book);
  sqlite3_bind_text(select, 2, author.c_str(), -1, SQLITE_TRANSIENT);
  while (sqlite3_step(select) == SQLITE_ROW)
    reply.text += column(select, 0) + ' ';

end:
  sqlite3_finalize(select);
  sqlite3_close(db);
  return reply;
}
