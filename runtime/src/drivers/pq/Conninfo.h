/// \file
/// What libpq would make of a connection's arguments, without connecting.
///
///   "postgres://app:pw@db/shop" + defaults + environment  ->  every parameter, by name
///
/// Two calls with equal parameters may share sessions, whatever the harmless ones are: how long to
/// wait for the connect, and keepalives. Text
/// that libpq rejects gives nothing: the call then goes to libpq unpooled, which says what is wrong
/// in its own words. A service file and a password file are named in the parameters, not read; that
/// a service file has changed is noticed.

#ifndef REPOOL_SRC_DRIVERS_PQ_CONNINFO_H
#define REPOOL_SRC_DRIVERS_PQ_CONNINFO_H

#include "../../Connector.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace repool::detail {

using Parameter = std::pair<std::string, std::string>;

struct Conninfo {
  std::map<std::string, std::string> given;      ///< by the call itself
  std::map<std::string, std::string> parameters; ///< with the defaults

  /// \p kind: sessions of different client libraries are not alike.
  Target target(const std::string &kind) const;

  /// The same with what \p url says instead of what the call said. Nothing if that names another
  /// user or database, other startup options, or is no PostgreSQL text.
  std::optional<Conninfo> via(const std::string &url) const;

  /// What was given, as PQconnectdb takes it.
  std::string text() const;

  /// The value of a parameter, "" if there is none.
  std::string valueOf(const std::string &name) const;
};

/// The parameters of a text, as PQconnectdb takes it.
std::optional<Conninfo> conninfoOf(const std::string &text);

/// The parameters of a list, as PQconnectdbParams takes it: later ones win, empty ones do not
/// count, the first dbname may be a whole text if \p expandsDbname.
std::optional<Conninfo> conninfoOf(const std::vector<Parameter> &list, bool expandsDbname);

/// Changes whenever conninfoOf() may give something else for the same text. \p namesService: the
/// text names a service, whose file may be edited. A process that changes its user is not noticed.
std::uint64_t conninfoStamp(bool namesService) noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_CONNINFO_H
