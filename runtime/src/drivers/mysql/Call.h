/// \file
/// The arguments of one mysql_real_connect and the options set before it, copied.
///
/// Texts that are null stay null, as the client library tells null from "". Where the library would
/// read defaults (environment, option files), these are part of the key. Host texts with a password
/// in them (connection strings of libmariadb) are in the key as a digest and in no message.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_CALL_H
#define REPOOL_SRC_DRIVERS_MYSQL_CALL_H

#include "../../Connector.h"
#include "Settings.h"

#include <memory>
#include <optional>
#include <string>

namespace repool::detail {

struct MysqlCall {
  std::optional<std::string> host;
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::optional<std::string> database;
  std::optional<std::string> socket;
  unsigned port = 0;
  unsigned long flags = 0;
  std::shared_ptr<const MysqlSettings> settings; ///< never null

  /// mysql_real_connect on \p mysql, which has its options.
  bool connect(MYSQL *mysql) const;

  Target target() const;
  std::uint64_t stamp() const;

  /// The same call by way of \p url: mysql://user:password@host:port/database?socket=path, each
  /// part optional. Nothing if it is not such a text, says anything else, or names another user or
  /// database, or if the call's own are not known because an option file has them.
  std::optional<MysqlCall> via(const std::string &url) const;

private:
  std::string effective(const std::optional<std::string> &given, int option) const;
  std::string server() const;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_CALL_H
