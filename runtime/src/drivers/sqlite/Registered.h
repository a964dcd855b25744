/// \file
/// What code has been put into a connection: functions, collations and modules that are not
/// SQLite's own. Dear (as dear as opening a small file): asked only where somebody may register.

#ifndef REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H
#define REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H

#include <sqlite3.h>

#include <optional>
#include <string>

namespace repool::detail {

/// A text that differs if the lists do. Nothing if SQLite does not tell.
std::optional<std::string> registeredWith(sqlite3 *db);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_SQLITE_REGISTERED_H
