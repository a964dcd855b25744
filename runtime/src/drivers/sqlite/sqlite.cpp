// The public functions of the SQLite driver: sources for C++, open and close for C.

#include "repool/sqlite.h"

#include "SqliteConnector.h"

#include <sqlite3.h>

#include <memory>
#include <optional>

namespace repool {

namespace {

constexpr int OpensAsBefore = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; // sqlite3_open

std::shared_ptr<const detail::Connector> connectorOf(const char *path, int flags, const char *vfs) {
  return std::make_shared<detail::SqliteConnector>(
      path ? path : "", flags, vfs ? std::optional<std::string>(vfs) : std::nullopt);
}

// No exception may reach C.
int openForC(const char *path, sqlite3 **db, int flags, const char *vfs,
             const void *caller) noexcept {
  *db = nullptr;
  try {
    detail::Loan loan(connectorOf(path, flags, vfs), 0, detail::Place{nullptr, 0, caller});
    const int code = loan.code();
    *db = static_cast<sqlite3 *>(detail::writeDown(std::move(loan)));
    return code;
  } catch (...) {
    return SQLITE_NOMEM;
  }
}

bool gaveBack(sqlite3 *db) noexcept {
  return detail::takeOut(db).handle() != nullptr;
}

} // namespace

Source<sqlite3> sqlite(const char *path) {
  return sqlite(path, OpensAsBefore, nullptr);
}

Source<sqlite3> sqlite(const std::string &path) {
  return sqlite(path.c_str());
}

Source<sqlite3> sqlite(const char *path, int flags, const char *vfs) {
  return Source<sqlite3>(connectorOf(path, flags, vfs));
}

Source<sqlite3> sqlite(const std::string &path, int flags, const char *vfs) {
  return sqlite(path.c_str(), flags, vfs);
}

} // namespace repool

extern "C" int repool_sqlite_open(const char *path, sqlite3 **db) {
  return repool::openForC(path, db, repool::OpensAsBefore, nullptr, __builtin_return_address(0));
}

extern "C" int repool_sqlite_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs) {
  return repool::openForC(path, db, flags, vfs, __builtin_return_address(0));
}

extern "C" int repool_sqlite_close(sqlite3 *db) {
  return repool::gaveBack(db) ? SQLITE_OK : sqlite3_close(db);
}

extern "C" int repool_sqlite_close_v2(sqlite3 *db) {
  return repool::gaveBack(db) ? SQLITE_OK : sqlite3_close_v2(db);
}
