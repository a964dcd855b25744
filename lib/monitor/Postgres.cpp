#include "monitor/Postgres.h"

#include "render/Text.h"

#include <libpq-fe.h>

#include <cerrno>
#include <memory>
#include <poll.h>
#include <vector>

namespace repool::monitor {

namespace {

using Clock = std::chrono::steady_clock;

struct FreeOptions {
  void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

struct Finish {
  void operator()(PGconn *conn) const { PQfinish(conn); }
};

struct Clear {
  void operator()(PGresult *result) const { PQclear(result); }
};

using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;
using Connection = std::unique_ptr<PGconn, Finish>;

/// False: the deadline has passed.
bool await(PGconn *conn, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0)
      return false;
    pollfd socket = {PQsocket(conn), events, 0};
    const int ready = poll(&socket, 1, static_cast<int>(left));
    if (ready > 0 || (ready < 0 && errno != EINTR))
      return true; // a broken socket is libpq's to report
  }
}

// What libpq says begins with the place, which the dashboard names itself, and ends with advice.
std::string messageOf(const std::string &text) {
  const std::size_t failed = text.rfind(" failed: ");
  std::string message = failed == std::string::npos ? text : text.substr(failed + 9);
  message = printable(message.substr(0, message.find('\n')));
  return message.empty() ? "no reason given" : message;
}

/// Empty: it is open.
std::string connect(PGconn *conn, Clock::time_point deadline) {
  if (!conn)
    return "out of memory";
  for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK;) {
    if (PQstatus(conn) == CONNECTION_BAD || state == PGRES_POLLING_FAILED)
      return messageOf(PQerrorMessage(conn));
    if (!await(conn, state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
      return "no connection in time";
    state = PQconnectPoll(conn);
  }
  return "";
}

std::string ask(PGconn *conn, Clock::time_point deadline) {
  if (PQsendQuery(conn, "SELECT 1") == 0)
    return messageOf(PQerrorMessage(conn));
  while (PQisBusy(conn)) {
    if (!await(conn, POLLIN, deadline))
      return "logged in, but SELECT 1 was not answered in time";
    if (PQconsumeInput(conn) == 0)
      return messageOf(PQerrorMessage(conn));
  }
  const std::unique_ptr<PGresult, Clear> result(PQgetResult(conn));
  return PQresultStatus(result.get()) == PGRES_TUPLES_OK
             ? ""
             : messageOf(PQresultErrorMessage(result.get()));
}

} // namespace

std::optional<PostgresParameters> postgresParameters(const std::string &text) {
  char *message = nullptr;
  const Options options(PQconninfoParse(text.c_str(), &message));
  PQfreemem(message); // it quotes the text, so it is not shown
  if (!options)
    return std::nullopt;
  PostgresParameters parameters;
  for (const PQconninfoOption *option = options.get(); option->keyword; ++option)
    if (option->val)
      parameters[option->keyword] = option->val;
  return parameters;
}

std::string placeOf(const PostgresParameters &parameters) {
  PostgresParameters all = parameters;
  if (const Options defaults(PQconndefaults()); defaults)
    for (const PQconninfoOption *option = defaults.get(); option->keyword; ++option)
      if (option->val)
        all.emplace(option->keyword, option->val);
  if (!all["service"].empty())
    return "service " + all["service"];
  const auto orElse = [](const std::string &text, const std::string &other) {
    return text.empty() ? other : text;
  };
  return all["user"] + '@' + orElse(orElse(all["host"], all["hostaddr"]), "local") + ':' +
         orElse(all["port"], "5432") + '/' + orElse(all["dbname"], all["user"]);
}

Probe postgresProbe(const PostgresParameters &parameters) {
  return [parameters](std::chrono::milliseconds timeout) {
    const Clock::time_point begin = Clock::now();
    std::vector<const char *> names;
    std::vector<const char *> values;
    names.reserve(parameters.size() + 2);
    values.reserve(parameters.size() + 2);
    for (const auto &[name, value] : parameters) {
      names.push_back(name.c_str());
      values.push_back(value.c_str());
    }
    names.insert(names.end(), {"fallback_application_name", nullptr});
    values.insert(values.end(), {"repool monitor", nullptr});
    const Connection conn(PQconnectStartParams(names.data(), values.data(), 0));
    Answer answer;
    answer.problem = connect(conn.get(), begin + timeout);
    if (answer.problem.empty()) {
      // Of the query only; a notice would otherwise go to stderr, into the dashboard.
      PQsetNoticeReceiver(conn.get(), [](void *, const PGresult *) {}, nullptr);
      answer.problem = ask(conn.get(), begin + timeout);
    }
    answer.isGood = answer.problem.empty();
    answer.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    return answer;
  };
}

} // namespace repool::monitor
