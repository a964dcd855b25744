/// \file
/// The state of one PostgreSQL session and of its libpq handle, and how to make it new again.
///
///   give back -> ROLLBACK if need be -> DISCARD ALL is sent ..... next borrow -> its answer is
///   read
///
/// Used by every driver that ends in a PGconn. What cannot be undone gives false: the caller then
/// closes the connection. Never closes it itself. Event procedures (PQregisterEventProc) cannot be
/// taken out again, but a result of the handle carries a copy of each, so its weight tells.

#ifndef REPOOL_SRC_DRIVERS_PQ_SESSION_H
#define REPOOL_SRC_DRIVERS_PQ_SESSION_H

#include "../../Connector.h"

#include <libpq-fe.h>

#include <optional>
#include <string>

namespace repool::detail {

class Session {
public:
  /// Who made the handle. A wrapper's notice handlers have an argument that libpq does not tell, so
  /// they can be compared, but not restored.
  enum class Owner { Caller, Wrapper };

  /// Remembers what \p conn looks like when it is new.
  Session(PGconn *conn, Owner owner);

  /// Whether nothing has happened on the idle socket: a server that closes says so there first.
  /// Reads the answer to the last reset before that.
  bool isAlive(PGconn *conn, TimePoint deadline) noexcept;

  /// A round trip to the server.
  static bool answers(PGconn *conn, TimePoint deadline) noexcept;

  static bool isBroken(PGconn *conn) noexcept { return PQstatus(conn) != CONNECTION_OK; }

  static bool hasOpenTransaction(PGconn *conn) noexcept;

  /// After a loan: rolls back, and unless \p keepSession resets session and handle.
  bool makeFresh(PGconn *conn, bool keepSession, TimePoint deadline) noexcept;

  /// Server, database, timeline, role: "" if the server does not tell.
  static std::string identity(PGconn *conn, TimePoint deadline);

  /// As primary or as standby; nothing before PostgreSQL 10, or without the right to ask.
  static std::optional<Standing> standing(PGconn *conn, TimePoint deadline);

  /// Whether the server process is the one that the handshake named: a pooler names its own.
  static bool hasOwnSession(PGconn *conn, TimePoint deadline);

  /// In a child after fork: closes this process's copy of the socket and sends nothing.
  static void abandon(PGconn *conn) noexcept;

private:
  bool resetHandle(PGconn *conn) const noexcept;
  bool resetNotices(PGconn *conn) const noexcept;
  bool finishReset(PGconn *conn, TimePoint deadline) noexcept;

  Owner owner_;
  int backend_;
  PQnoticeReceiver noticeReceiver_;
  PQnoticeProcessor noticeProcessor_;
  std::size_t emptyResult_;  ///< what an empty result of the handle weighs
  bool isResetting_ = false; ///< DISCARD ALL was sent, its answer not read
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PQ_SESSION_H
