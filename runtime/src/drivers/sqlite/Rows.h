/// \file
/// Reading the answer of a statement that the runtime asks SQLite on its own account.
///
/// A statement that fails has no rows and says so; nothing throws. No statement outlives its Rows,
/// so that what is left on a connection is the borrower's.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_ROWS_H
#define REPOOL_SRC_DRIVERS_SQLITE_ROWS_H

#include <sqlite3.h>

#include <optional>
#include <string>

namespace repool::detail {

class Rows {
public:
  Rows(sqlite3 *db, const std::string &sql) {
    rc_ = sqlite3_prepare_v2(db, sql.c_str(), -1, &statement_, nullptr);
  }

  Rows(const Rows &) = delete;
  Rows &operator=(const Rows &) = delete;

  ~Rows() { sqlite3_finalize(statement_); }

  bool next() {
    if (rc_ == SQLITE_OK || rc_ == SQLITE_ROW)
      rc_ = sqlite3_step(statement_);
    return rc_ == SQLITE_ROW;
  }

  bool hasFailed() const { return rc_ != SQLITE_OK && rc_ != SQLITE_ROW && rc_ != SQLITE_DONE; }

  int number(int column) { return sqlite3_column_int(statement_, column); }

  std::string text(int column) {
    const unsigned char *const text = sqlite3_column_text(statement_, column);
    return text ? reinterpret_cast<const char *>(text) : "";
  }

private:
  sqlite3_stmt *statement_ = nullptr;
  int rc_ = SQLITE_OK;
};

/// The first column of the first row, "" if there is none. Nothing if it failed.
inline std::optional<std::string> valueOf(sqlite3 *db, const std::string &sql) {
  Rows rows(db, sql);
  const std::string value = rows.next() ? rows.text(0) : "";
  if (rows.hasFailed())
    return std::nullopt;
  return value;
}

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_ROWS_H
