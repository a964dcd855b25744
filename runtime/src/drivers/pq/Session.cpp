#include "Session.h"

#include "../Quiet.h"
#include "Wire.h"

#include <charconv>
#include <unistd.h>

namespace repool::detail {

namespace {

void forgetNotifications(PGconn *conn) {
  while (PGnotify *const notification = PQnotifies(conn))
    PQfreemem(notification);
}

void ignoreNotice(void *, const PGresult *) {}

std::size_t weightOfEmptyResult([[maybe_unused]] PGconn *conn) {
#ifdef LIBPQ_HAS_PIPELINING // 14, and so PQresultMemorySize, 12
  PGresult *const result = PQmakeEmptyPGresult(conn, PGRES_COMMAND_OK);
  const std::size_t weight = result ? PQresultMemorySize(result) : 0;
  PQclear(result);
  return weight;
#else
  return 0;
#endif
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
      noticeProcessor_(PQsetNoticeProcessor(conn, nullptr, nullptr)),
      emptyResult_(weightOfEmptyResult(conn)) {}

bool Session::isAlive(PGconn *conn, TimePoint deadline) noexcept {
  // Anything to read on an idle session is bad news or a message for nobody; reading it would print
  // the server's farewell through the notice processor, so it is not even looked at.
  return finishReset(conn, deadline) && PQstatus(conn) == CONNECTION_OK && isQuiet(PQsocket(conn));
}

bool Session::finishReset(PGconn *conn, TimePoint deadline) noexcept {
  if (!isResetting_)
    return true;
  isResetting_ = false;
  // What the server said on its own behalf meanwhile, its farewell perhaps, is for nobody.
  PQsetNoticeReceiver(conn, ignoreNotice, nullptr);
  const bool isDone = collect(conn, deadline);
  PQsetNoticeReceiver(conn, noticeReceiver_, nullptr);
  if (!isDone)
    return false;
  forgetNotifications(conn);
  return PQtransactionStatus(conn) == PQTRANS_IDLE;
}

bool Session::answers(PGconn *conn, TimePoint deadline) noexcept {
  return ask(conn, "SELECT 1", deadline);
}

bool Session::hasOpenTransaction(PGconn *conn) noexcept {
  const PGTransactionStatusType status = PQtransactionStatus(conn);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Session::makeFresh(PGconn *conn, bool keepSession, TimePoint deadline) noexcept {
  PQuntrace(conn); // even a close would be traced, and the file may be gone
  if (PQstatus(conn) != CONNECTION_OK || PQbackendPID(conn) != backend_)
    return false;
  if (!resetHandle(conn))
    return false;
  if (hasOpenTransaction(conn) && !ask(conn, "ROLLBACK", deadline))
    return false;
  if (PQtransactionStatus(conn) != PQTRANS_IDLE)
    return false; // a result or a COPY nobody has read to its end
  forgetNotifications(conn);
  if (keepSession)
    return true;
  if (weightOfEmptyResult(conn) != emptyResult_)
    return false; // an event procedure
  isResetting_ = PQsendQuery(conn, "DISCARD ALL") == 1;
  return isResetting_;
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

// A clone made from a base backup has the system identifier, the database's oid and the timeline of
// its original; it does not have its start time, to the microsecond.
std::string Session::identity(PGconn *conn, TimePoint deadline) {
  std::vector<std::string> row;
  if (!ask(conn,
           "SELECT s.system_identifier, d.oid, c.timeline_id, pg_is_in_recovery(),"
           " extract(epoch FROM pg_postmaster_start_time()), current_user"
           " FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d"
           " WHERE d.datname = current_database()",
           deadline, &row))
    return {};
  std::string identity;
  for (const std::string &value : row)
    identity += (identity.empty() ? "" : " ") + value;
  return identity;
}

// The timeline of a standby that follows a promotion is in its control file only after a while; the
// WAL receiver knows it at once, if the role may see it. The position of a primary is what it has
// written; a commit that nobody waits for (synchronous_commit = off) comes up to 0.6 s later.
std::optional<Standing> Session::standing(PGconn *conn, TimePoint deadline) {
  std::vector<std::string> row;
  if (!ask(conn,
           "SELECT s.system_identifier, d.oid, current_user,"
           " CASE WHEN pg_is_in_recovery() THEN greatest(c.timeline_id,"
           "  r.min_recovery_end_timeline, (SELECT received_tli FROM pg_stat_wal_receiver))"
           " ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END,"
           " pg_is_in_recovery(),"
           " (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint,"
           " CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
           " ELSE pg_current_wal_lsn() END - '0/0'::pg_lsn"
           " FROM pg_control_system() s, pg_control_checkpoint() c, pg_control_recovery() r,"
           " pg_database d WHERE d.datname = current_database()",
           deadline, &row) ||
      row.size() != 7)
    return std::nullopt;
  Standing standing;
  for (std::size_t i = 0; i < 4; ++i)
    standing.cluster += (i == 0 ? "" : " ") + row[i];
  standing.isReplica = row[4] == "t";
  const auto number = [](const std::string &text, auto &value) {
    const char *const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end;
  };
  std::uint64_t position = 0;
  if (number(row[6], position))
    standing.position = position;
  return number(row[5], standing.startedAt) ? std::optional<Standing>(standing) : std::nullopt;
}

bool Session::hasOwnSession(PGconn *conn, TimePoint deadline) {
  std::vector<std::string> row;
  return ask(conn, "SELECT pg_backend_pid()", deadline, &row) && row.size() == 1 &&
         row[0] == std::to_string(PQbackendPID(conn));
}

void Session::abandon(PGconn *conn) noexcept {
  const int socket = PQsocket(conn);
  if (socket >= 0)
    ::close(socket);
}

} // namespace repool::detail
