#include "Wire.h"

#include "../../Fork.h"
#include "../Wait.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <poll.h>
#include <regex>

namespace repool::detail {

namespace {

// PQERRORS_VERBOSE is how libpq tells the SQLSTATE of a failed connect. The site gets what the
// default would have said:
//   FATAL:  53300: sorry, too many clients already   ->   FATAL:  sorry, too many clients already
//   LOCATION:  InitProcess, proc.c:353
std::string withoutState(const std::string &verbose, std::string &state) {
  static const std::regex *const code = new std::regex(":  ([0-9A-Z]{5}): ");
  static const std::regex *const location = new std::regex("\n[^\n]*, [A-Za-z0-9_]+\\.c:[0-9]+");
  std::smatch found;
  if (!std::regex_search(verbose, found, *code))
    return verbose;
  state = found[1];
  return std::regex_replace(std::regex_replace(verbose, *code, ":  "), *location, "");
}

bool holds(const std::string &text, const char *part) {
  return text.find(part) != std::string::npos;
}

bool holdsAny(const std::string &text, std::initializer_list<const char *> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const char *part) { return holds(text, part); });
}

} // namespace

// SQLSTATEs: PostgreSQL, "Error Codes". PgBouncer says 08P01 for everything and never translates,
// so its words decide; the words of libpq 6.4's users come without a state, too.
Blame blameOf(const std::string &state, const std::string &message) {
  if (holds(message, "unsupported startup parameter"))
    return Blame::Foreign;
  if (state.compare(0, 2, "28") == 0 || state == "3D000" || state == "42501" || state == "0A000")
    return Blame::Caller;
  if (state.compare(0, 2, "53") == 0)
    return Blame::Overload;
  if (!state.empty() && state != "08P01")
    return Blame::Server;
  if (holdsAny(message,
               {"no such user", "no such database", "authentication failed", "no pg_hba.conf entry",
                "no password supplied", "permission denied for", "bouncer config error"}) ||
      (holds(message, "FATAL") && holds(message, "does not exist")))
    return Blame::Caller;
  if (holdsAny(message, {"no more connections allowed", "too many clients", "too many connections",
                         "remaining connection slots"}))
    return Blame::Overload;
  return Blame::Server;
}

// libpq counts in whole seconds, and takes 1 for 2.
TimePoint connectDeadline(const std::optional<Conninfo> &conninfo, TimePoint deadline) {
  const std::string text = conninfo ? conninfo->valueOf("connect_timeout") : std::string();
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds <= 0)
    return deadline;
  return std::min(deadline, Clock::now() + std::chrono::seconds(std::max(seconds, 2)));
}

Failure completeConnect(PGconn *conn, TimePoint deadline) {
  if (!conn)
    return {Blame::Caller, 0, {}, "out of memory"};
  PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
  PostgresPollingStatusType status =
      PQstatus(conn) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
    // A socket that failed is for libpq to notice.
    if (waitFor(PQsocket(conn), status == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline) ==
        Waited::Late) {
      std::string place = PQhost(conn) ? PQhost(conn) : "";
      return {Blame::Server,
              CONNECTION_BAD,
              {},
              "connection to server at \"" + place + "\", port " +
                  (PQport(conn) ? PQport(conn) : "") + " failed: timeout expired\n"};
    }
    const LibraryCall call;
    status = PQconnectPoll(conn);
  }
  if (status == PGRES_POLLING_OK) {
    PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
    return {};
  }
  Failure failure;
  failure.code = CONNECTION_BAD;
  failure.message = withoutState(PQerrorMessage(conn), failure.state);
  failure.blame =
      PQconnectionNeedsPassword(conn) ? Blame::Caller : blameOf(failure.state, failure.message);
  return failure;
}

bool collect(PGconn *conn, TimePoint deadline, std::vector<std::string> *row) noexcept {
  bool isGood = true;
  for (;;) {
    while (PQisBusy(conn)) {
      if (!PQconsumeInput(conn))
        return false;
      if (PQisBusy(conn) && waitFor(PQsocket(conn), POLLIN, deadline) == Waited::Late)
        return false;
    }
    PGresult *const result = PQgetResult(conn);
    if (!result)
      return isGood && PQstatus(conn) == CONNECTION_OK;
    const ExecStatusType status = PQresultStatus(result);
    isGood = isGood && (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
    if (row && status == PGRES_TUPLES_OK && PQntuples(result) > 0)
      for (int column = 0; column < PQnfields(result); ++column)
        row->push_back(PQgetvalue(result, 0, column));
    PQclear(result);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
      return false;
  }
}

bool ask(PGconn *conn, const char *sql, TimePoint deadline,
         std::vector<std::string> *row) noexcept {
  return PQsendQuery(conn, sql) == 1 && collect(conn, deadline, row);
}

// libpq has no way to put a text into a handle, but it quotes the name of an option that it does
// not know, and does so before it looks at anything else: no file, no socket, no name service.
//   invalid connection option "repool: no connection to ..."
// The buffer that PQerrorMessage returns is the handle's own, and long enough: the quote is in it.
PGconn *failedHandle(const std::string &message) {
  std::string text = message;
  if (text.empty() || text.back() != '\n')
    text += '\n';
  const char *const keywords[] = {text.c_str(), nullptr};
  const char *const values[] = {"1", nullptr};
  PGconn *const conn = PQconnectStartParams(keywords, values, 0);
  char *const said = conn ? PQerrorMessage(conn) : nullptr;
  if (said && std::strlen(said) > text.size())
    std::memcpy(said, text.c_str(), text.size() + 1);
  return conn;
}

} // namespace repool::detail
