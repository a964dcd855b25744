/// \file
/// An endpoint that speaks PostgreSQL: the server itself or a pooler.
///
///   "postgres://app:pw@db/shop" or "host=db dbname=shop"  ->  parameters  ->  Probe
///
/// The parameters are what libpq makes of the text, with its defaults, environment and service
/// file. A probe logs in, since a server that is full takes a connection and refuses the login, and
/// asks for a row, since a pooler takes logins while its database is dead. Nothing is kept open.
#pragma once

#include "monitor/Check.h"

#include <map>
#include <optional>
#include <string>

namespace repool::monitor {

using PostgresParameters = std::map<std::string, std::string>;

/// What \p text says; nothing if libpq cannot read it.
std::optional<PostgresParameters> postgresParameters(const std::string &text);

/// What the runtime calls such a pool: "app@db:5432/shop". Never a secret.
std::string placeOf(const PostgresParameters &parameters);

Probe postgresProbe(const PostgresParameters &parameters);

} // namespace repool::monitor
