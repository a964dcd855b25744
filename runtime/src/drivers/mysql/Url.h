/// \file
/// mysql://user:password@host:port/database?socket=path, and the same with mariadb://.
///
/// Every part may be missing and may be percent-encoded; an IPv6 address stands in brackets. What
/// has other parameters than `socket` (or `unix_socket`), or cannot be read, is no such URL.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_URL_H
#define REPOOL_SRC_DRIVERS_MYSQL_URL_H

#include <optional>
#include <string>

namespace repool::detail {

struct MysqlUrl {
  std::string user;
  std::optional<std::string> password;
  std::string host;
  unsigned port = 0; ///< 0: not said
  std::string database;
  std::string socket;
};

std::optional<MysqlUrl> parseMysqlUrl(const std::string &text);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_URL_H
