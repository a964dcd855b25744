// What an account is told, and what it wants to be told.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <cstring>

namespace {

/// Connects when it is needed, disconnects at the end.
class Inbox {
public:
  explicit Inbox(const Caller &owner) : owner_(std::to_string(owner.id)) {}
  ~Inbox() { disconnect(); }
  Inbox(const Inbox &) = delete;
  Inbox &operator=(const Inbox &) = delete;

  bool connect() {
    conn_ = PQconnectdb(config().database.c_str());
    return PQstatus(conn_) == CONNECTION_OK;
  }

  /// The caller clears it.
  PGresult *list(const char *kind, const char *limit) {
    const char *values[] = {owner_.c_str(), kind, limit};
    return PQexecParams(conn_,
                        "SELECT id, kind, subject, seen FROM notification"
                        " WHERE account_id = $1 AND ($2 = '' OR kind = $2)"
                        " ORDER BY id DESC LIMIT $3",
                        3, nullptr, values, nullptr, nullptr, 0);
  }

  bool see(const std::string &id) {
    const char *values[] = {owner_.c_str(), id.c_str()};
    return changes("UPDATE notification SET seen = true WHERE account_id = $1 AND id = $2", 2,
                   values) == 1;
  }

  int seeAll() {
    const char *values[] = {owner_.c_str()};
    return changes("UPDATE notification SET seen = true WHERE account_id = $1 AND NOT seen", 1,
                   values);
  }

  bool choose(const std::string &kind, bool wanted) {
    const char *values[] = {owner_.c_str(), kind.c_str(), wanted ? "t" : "f"};
    return changes("INSERT INTO notification_choice (account_id, kind, wanted)"
                   " VALUES ($1, $2, $3)"
                   " ON CONFLICT (account_id, kind) DO UPDATE SET wanted = excluded.wanted",
                   3, values) == 1;
  }

private:
  int changes(const char *sql, int count, const char *const *values) {
    PGresult *result = PQexecParams(conn_, sql, count, nullptr, values, nullptr, nullptr, 0);
    int changed = std::atoi(PQcmdTuples(result));
    PQclear(result);
    return changed;
  }

  void disconnect() {
    if (conn_)
      PQfinish(conn_);
    conn_ = nullptr;
  }

  std::string owner_;
  PGconn *conn_ = nullptr;
};

void list(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  Inbox inbox(*caller);
  if (!inbox.connect())
    return fail(response, 503, "no database");
  std::string kind = queryText(request, "kind");
  std::string limit = std::to_string(queryNumber(request, "limit", 10, 1, 50));
  PGresult *rows = inbox.list(kind.c_str(), limit.c_str());
  Json out;
  out.open('[');
  for (int i = 0; i < PQntuples(rows); ++i) {
    out.open('{').key("id").raw(PQgetvalue(rows, i, 0)).field("kind", PQgetvalue(rows, i, 1));
    out.field("subject", PQgetvalue(rows, i, 2));
    out.field("seen", *PQgetvalue(rows, i, 3) == 't').close('}');
  }
  PQclear(rows);
  reply(response, 200, out.close(']'));
}

void see(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  Inbox inbox(*caller);
  if (!inbox.connect())
    return fail(response, 503, "no database");
  if (!inbox.see(request.matches[1]))
    return fail(response, 404, "no such notification");
  response.status = 204;
}

void seeAll(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  Inbox inbox(*caller);
  if (!inbox.connect())
    return fail(response, 503, "no database");
  reply(response, 200, Json().open('{').field("seen", inbox.seeAll()).close('}'));
}

void choose(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  std::string kind = fields->text("kind");
  if (kind != "like" && kind != "comment" && kind != "follow" && kind != "investment")
    return fail(response, 422, "no such kind");
  Inbox inbox(*caller);
  if (!inbox.connect())
    return fail(response, 503, "no database");
  bool wanted = fields->text("wanted") == "true";
  if (!inbox.choose(kind, wanted))
    return fail(response, 500, "cannot choose");
  reply(response, 200, Json().open('{').field("kind", kind).field("wanted", wanted).close('}'));
}

} // namespace

void addNotifications(httplib::Server &server) {
  server.Get("/api/notifications", list);
  server.Post(R"(/api/notifications/(\d{1,9})/seen)", see);
  server.Post("/api/notifications/seen", seeAll);
  server.Put("/api/notifications/choices", choose);
}
