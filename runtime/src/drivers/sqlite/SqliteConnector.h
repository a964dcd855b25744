/// \file
/// How a SQLite call opens its database: path, flags and VFS, handed to sqlite3_open_v2.
///
/// In-memory, temporary and shared-cache databases get no key: they must not be pooled. Failure is
/// SQLite's code with a handle for sqlite3_errmsg, never an exception.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_SQLITECONNECTOR_H
#define REPOOL_SRC_DRIVERS_SQLITE_SQLITECONNECTOR_H

#include "../../Connector.h"

#include <optional>
#include <string>

namespace repool::detail {

class SqliteConnector final : public Connector {
public:
  SqliteConnector(std::string path, int flags, std::optional<std::string> vfs)
      : path_(std::move(path)), flags_(flags), vfs_(std::move(vfs)) {}

  Target target() const override;

  std::uint64_t stamp() const noexcept override;

  bool isLocal() const noexcept override { return true; }

  Opened connectAsCalled() const override;
  Opened connect(TimePoint deadline) const override;
  Opened refuse(const Failure &failure) const override;

private:
  bool isRelative() const;
  std::string absolutePath() const;

  std::string path_;
  int flags_;
  std::optional<std::string> vfs_; ///< nothing: SQLite's default
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_SQLITECONNECTOR_H
