/// \file
/// What an error number of MySQL means to the pool, and how to put an error on a handle.
///
/// Numbers from 2000 to 2999 are the client library's own, all others the server's. Unknown ones of
/// the client library count as the server's health, unknown ones of the server as the caller's
/// doing: a server that can say what is wrong is not down.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_ERRORS_H
#define REPOOL_SRC_DRIVERS_MYSQL_ERRORS_H

#include "../../Connector.h"

#include <mysql.h>

#include <string>

namespace repool::detail {

/// Whose fault it is that connecting ended with \p code.
Blame blameFor(unsigned code);

/// Whether \p code says that the session is gone.
bool isLost(unsigned code);

/// What \p mysql says of a connect that has just failed.
Failure failureOf(MYSQL *mysql);

/// Makes mysql_errno, mysql_error and mysql_sqlstate of \p mysql say this. Cuts long messages.
void setError(MYSQL *mysql, unsigned code, const std::string &state, const std::string &message);

/// Makes them say that nothing is wrong.
void clearError(MYSQL *mysql);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_ERRORS_H
