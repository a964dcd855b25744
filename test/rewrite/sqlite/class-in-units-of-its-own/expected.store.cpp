#include "store.h"

#include <sqlite3.h>
#include <repool/sqlite.h>

Store::Store(const std::string &path) : db_(open(path)) {}

Store::~Store() { close(); }

sqlite3 *Store::open(const std::string &path) const {
  sqlite3 *db = nullptr;
  if (repool_sqlite_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK) {
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS hit (n INT)", nullptr, nullptr, nullptr);
    return db;
  }
  repool_sqlite_close(db);
  return nullptr;
}

void Store::close() {
  if (db_) {
    repool_sqlite_close(db_);
    db_ = nullptr;
  }
}

bool Store::run(const char *sql) {
  sqlite3 *db = db_;
  return db && sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

int Store::changes() const { return db_ ? sqlite3_changes(db_) : -1; }
