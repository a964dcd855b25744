/// \file
/// What libpq would make of a connection's arguments, without connecting.
///
///   "postgres://app:pw@db/shop" + defaults + environment  ->  every parameter, by name
///
/// Two calls with equal parameters may share sessions. Text that libpq rejects gives nothing: the
/// call then goes to libpq unpooled, which says what is wrong in its own words. A service file and
/// a password file are named in the parameters, not read.

#ifndef REPOOL_SRC_DRIVERS_PQ_CONNINFO_H
#define REPOOL_SRC_DRIVERS_PQ_CONNINFO_H

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace repool::detail {

using Parameter = std::pair<std::string, std::string>;

struct Conninfo {
  std::map<std::string, std::string> parameters; ///< secrets as digests

  /// For the key of a pool: equal if and only if the parameters are.
  std::string key() const;

  /// "user@host:port/dbname", for messages.
  std::string describe() const;
};

/// The parameters of a text, as PQconnectdb takes it.
std::optional<Conninfo> conninfoOf(const std::string &text);

/// The parameters of a list, as PQconnectdbParams takes it: later ones win, empty ones do not
/// count, the first dbname may be a whole text if \p expandsDbname.
std::optional<Conninfo> conninfoOf(const std::vector<Parameter> &list, bool expandsDbname);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_CONNINFO_H
