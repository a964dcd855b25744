/// \file
/// What code has been put into a connection: functions, collations and modules that are not
/// SQLite's own.
///
/// SQLite's list of functions is as dear as opening a small file, so it is asked for only where
/// somebody may add one, and what a new connection has is read once for all of them.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H
#define REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H

#include <sqlite3.h>

#include <optional>
#include <string>

namespace repool::detail {

/// A text that differs if the lists do. Nothing if SQLite does not tell.
std::optional<std::string> functionsOf(sqlite3 *db);
std::optional<std::string> collationsAndModulesOf(sqlite3 *db);

/// Whether the functions are those of a new connection. \p isNew: this is one.
bool hasOnlyOwnFunctions(sqlite3 *db, bool isNew);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H
