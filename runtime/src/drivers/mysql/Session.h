/// \file
/// The state of one MySQL or MariaDB session and of its handle, and how to make it new again.
///
///   mysql_reset_connection        user variables, locks, temporary tables, sql_mode, transaction
///   ...
///   + SET with a condition        charset and collation; fails if database or role are not the old
///   + SET ROLE, USE               only then
///   + mysql_set_server_option     multi statements, which survive everything else
///   + init commands               as mysql_real_connect ran them
///
/// What cannot be undone gives false: the caller then closes the connection. Never closes it
/// itself. Not undone by any of this: FOUND_ROWS(), and what SHOW PROFILES lists.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_SESSION_H
#define REPOOL_SRC_DRIVERS_MYSQL_SESSION_H

#include "../../Clock.h"
#include "Settings.h"

#include <mysql.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace repool::detail {

class MysqlSession {
public:
  /// Asks what a session on \p mysql, which is new, looks like. Throws std::runtime_error if the
  /// server does not say so by \p deadline.
  MysqlSession(MYSQL *mysql, TimePoint deadline);

  /// Whether nothing has happened on the idle socket: a server that closes says so there first.
  static bool isQuiet(MYSQL *mysql) noexcept;

  /// Whether the handle has lost its server.
  static bool isBroken(MYSQL *mysql) noexcept;

  /// After a loan: rolls back, and unless \p keepSession resets session and handle. False also if
  /// that takes longer than until \p deadline.
  bool makeFresh(MYSQL *mysql, bool keepSession, TimePoint deadline) const;

private:
  bool isResettable(MYSQL *mysql) const;
  bool looksFresh(MYSQL *mysql) const;
  bool reset(MYSQL *mysql) const;
  bool restoreCharset(MYSQL *mysql) const;
  bool restoreRoleAndDatabase(MYSQL *mysql) const;
  bool restoreVisibly(MYSQL *mysql) const;

  unsigned long thread_;
  std::string user_;      ///< mysql_change_user keeps the thread
  std::uint64_t options_; ///< fingerprint
  std::vector<std::string> initCommands_;
  std::string charset_;                 ///< the handle's own
  std::optional<std::string> database_; ///< as the server calls it
  std::optional<std::string> role_;
  std::string restore_; ///< SET with a condition
  bool isRestorable_;   ///< false: init_connect of the server did what we cannot do again
  bool wantsMultiStatements_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_SESSION_H
