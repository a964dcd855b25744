/// \file
/// Limits calls into the client library to a point in time, to the millisecond.
///
///   { const TimeLimit limit(mysql, deadline); mysql_ping(mysql); }
///
/// libmariadb waits for its socket through a function that can be replaced (MARIADB_OPT_IO_WAIT):
/// while a limit is in scope that is ours, which waits until the deadline of this thread, whatever
/// the handle's own timeouts say. A call that does not make it fails as one that lost its server.
/// Name resolution and a handle that is used by another thread at the same time are not limited.
/// With libmysqlclient, which has no such function, only connecting is limited, in whole seconds.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_TIMELIMIT_H
#define REPOOL_SRC_DRIVERS_MYSQL_TIMELIMIT_H

#include "../../Clock.h"

#include <mysql.h>

namespace repool::detail {

class TimeLimit {
public:
  /// \p mysql is connected, or will be in this scope.
  TimeLimit(MYSQL *mysql, TimePoint deadline);
  TimeLimit(const TimeLimit &) = delete;
  TimeLimit &operator=(const TimeLimit &) = delete;
  ~TimeLimit();

private:
  MYSQL *mysql_;
  unsigned connectTimeout_ = 0; ///< the handle's own, in seconds
};

/// The socket of \p mysql, or -1.
int socketOf(MYSQL *mysql);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_TIMELIMIT_H
