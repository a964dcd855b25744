#include "Session.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace repool::detail {

namespace {

bool runs(PGconn *conn, const char *command) {
  PGresult *const result = PQexec(conn, command);
  const bool isDone = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return isDone;
}

void forgetNotifications(PGconn *conn) {
  while (PGnotify *const notification = PQnotifies(conn))
    PQfreemem(notification);
}

bool isPipelining([[maybe_unused]] PGconn *conn) {
#ifdef LIBPQ_HAS_PIPELINING
  return PQpipelineStatus(conn) != PQ_PIPELINE_OFF;
#else
  return false;
#endif
}

} // namespace

Session::Session(PGconn *conn, Owner owner)
    : owner_(owner), backend_(PQbackendPID(conn)),
      noticeReceiver_(PQsetNoticeReceiver(conn, nullptr, nullptr)),
      noticeProcessor_(PQsetNoticeProcessor(conn, nullptr, nullptr)) {}

// Anything to read on an idle session is bad news or a message for nobody; reading it would print
// the server's farewell through the notice processor, so it is not even looked at.
bool Session::isQuiet(PGconn *conn) noexcept {
  if (PQstatus(conn) != CONNECTION_OK)
    return false;
  char byte = 0;
  ssize_t got = 0;
  do
    got = recv(PQsocket(conn), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  while (got < 0 && errno == EINTR);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool Session::makeFresh(PGconn *conn, bool keepSession) const noexcept {
  PQuntrace(conn); // even a close would be traced, and the file may be gone
  if (PQstatus(conn) != CONNECTION_OK || PQbackendPID(conn) != backend_)
    return false;
  if (!resetHandle(conn))
    return false;
  const PGTransactionStatusType status = PQtransactionStatus(conn);
  if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR) {
    if (!runs(conn, "ROLLBACK"))
      return false;
  } else if (status != PQTRANS_IDLE) {
    return false; // a result or a COPY nobody has read to its end
  }
  if (!keepSession && !runs(conn, "DISCARD ALL"))
    return false;
  forgetNotifications(conn);
  return PQtransactionStatus(conn) == PQTRANS_IDLE;
}

// First of all, so that nothing the borrower has set is called during the reset.
bool Session::resetHandle(PGconn *conn) const noexcept {
  if (!resetNotices(conn))
    return false;
  PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
  PQsetErrorContextVisibility(conn, PQSHOW_CONTEXT_ERRORS);
  if (isPipelining(conn))
    return false;
  return !PQisnonblocking(conn) || PQsetnonblocking(conn, 0) == 0;
}

bool Session::resetNotices(PGconn *conn) const noexcept {
  if (PQsetNoticeReceiver(conn, nullptr, nullptr) == noticeReceiver_ &&
      PQsetNoticeProcessor(conn, nullptr, nullptr) == noticeProcessor_)
    return true;
  if (owner_ == Owner::Wrapper)
    return false;
  PQsetNoticeReceiver(conn, noticeReceiver_, nullptr);
  PQsetNoticeProcessor(conn, noticeProcessor_, nullptr);
  return true;
}

void Session::abandon(PGconn *conn) noexcept {
  const int socket = PQsocket(conn);
  if (socket >= 0)
    ::close(socket);
}

} // namespace repool::detail
