/// \file
/// The state of one PostgreSQL session and of its libpq handle, and how to make it new again.
///
/// Used by every driver that ends in a PGconn. What cannot be undone gives false: the caller then
/// closes the connection. Never closes it itself. Event procedures (PQregisterEventProc) cannot be
/// seen from outside libpq; code that registers some must not be pooled.

#ifndef REPOOL_SRC_DRIVERS_PQ_SESSION_H
#define REPOOL_SRC_DRIVERS_PQ_SESSION_H

#include <libpq-fe.h>

namespace repool::detail {

class Session {
public:
  /// Who made the handle. A wrapper's notice handlers have an argument that libpq does not tell, so
  /// they can be compared, but not restored.
  enum class Owner { Caller, Wrapper };

  /// Remembers what \p conn looks like when it is new.
  Session(PGconn *conn, Owner owner);

  /// Whether nothing has happened on the idle socket: a server that closes says so there first.
  static bool isQuiet(PGconn *conn) noexcept;

  /// After a loan: rolls back, and unless \p keepSession resets session and handle.
  bool makeFresh(PGconn *conn, bool keepSession) const noexcept;

  /// In a child after fork: closes this process's copy of the socket and sends nothing.
  static void abandon(PGconn *conn) noexcept;

private:
  bool resetHandle(PGconn *conn) const noexcept;
  bool resetNotices(PGconn *conn) const noexcept;

  Owner owner_;
  int backend_;
  PQnoticeReceiver noticeReceiver_;
  PQnoticeProcessor noticeProcessor_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_SESSION_H
