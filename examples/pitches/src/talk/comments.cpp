// Comments and answers to them. Each handler opens a connection and hands it to the functions above
// it.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <cstring>

// A result that clears itself.
struct Result {
  PGresult *rows;

  explicit Result(PGresult *rows) : rows(rows) {}
  ~Result() { PQclear(rows); }
  Result(const Result &) = delete;
  Result &operator=(const Result &) = delete;

  int count() const { return PQntuples(rows); }
  const char *operator()(int row, int column) const { return PQgetvalue(rows, row, column); }
};

static bool pitchIsOpen(PGconn *conn, const std::string &pitch) {
  const char *values[] = {pitch.c_str()};
  Result found(PQexecParams(conn, "SELECT 1 FROM pitch WHERE id = $1 AND state = 'published'", 1,
                            nullptr, values, nullptr, nullptr, 0));
  return found.count() == 1;
}

// An answer belongs to the pitch of the comment it answers.
static bool parentFits(PGconn *conn, const std::string &pitch, const std::string &parent) {
  const char *values[] = {parent.c_str(), pitch.c_str()};
  Result found(PQexecParams(conn, "SELECT 1 FROM comment WHERE id = $1 AND pitch_id = $2", 2,
                            nullptr, values, nullptr, nullptr, 0));
  return found.count() == 1;
}

// The number of the new comment, or an empty text.
static std::string insert(PGconn *conn, const std::string &pitch, const Caller &author,
                          const std::string &parent, const std::string &body) {
  std::string account = std::to_string(author.id);
  const char *values[] = {pitch.c_str(), account.c_str(), parent.empty() ? nullptr : parent.c_str(),
                          body.c_str()};
  Result made(PQexecParams(conn,
                           "INSERT INTO comment (pitch_id, account_id, parent_id, body)"
                           " VALUES ($1, $2, $3, $4) RETURNING id",
                           4, nullptr, values, nullptr, nullptr, 0));
  return made.count() == 1 ? made(0, 0) : "";
}

static void notifyAuthor(PGconn *conn, const std::string &pitch, const Caller &author) {
  const char *values[] = {pitch.c_str(), author.name.c_str()};
  PQclear(PQexecParams(conn,
                       "INSERT INTO notification (account_id, kind, subject)"
                       " SELECT account_id, 'comment', $2 || ' on ' || title FROM pitch"
                       " WHERE id = $1",
                       2, nullptr, values, nullptr, nullptr, 0));
}

static void addComment(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  std::string pitch = request.matches[1], parent = fields->text("parent");
  std::string body = fields->text("body");
  if (body.empty() || body.size() > 1000) {
    fail(response, 422, "a comment has between 1 and 1000 bytes");
    return;
  }

  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    fail(response, 503, "no database");
    return;
  }
  if (!pitchIsOpen(conn, pitch)) {
    PQfinish(conn);
    fail(response, 404, "no such pitch");
    return;
  }
  if (!parent.empty() && !parentFits(conn, pitch, parent)) {
    PQfinish(conn);
    fail(response, 422, "the comment that this answers is elsewhere");
    return;
  }
  std::string id = insert(conn, pitch, *caller, parent, body);
  if (id.empty()) {
    PQfinish(conn);
    fail(response, 500, "cannot comment");
    return;
  }
  notifyAuthor(conn, pitch, *caller);
  PQfinish(conn);
  created(response, "/api/comments/" + id, Json().open('{').key("id").raw(id).close('}'));
}

static void listComments(const httplib::Request &request, httplib::Response &response) {
  std::string pitch = request.matches[1];
  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) == CONNECTION_OK) {
    const char *values[] = {pitch.c_str()};
    Result rows(PQexecParams(conn,
                             "WITH RECURSIVE thread AS ("
                             " SELECT id, account_id, body, hidden, 0 AS depth, ARRAY[id] AS path"
                             " FROM comment WHERE pitch_id = $1 AND parent_id IS NULL"
                             " UNION ALL SELECT c.id, c.account_id, c.body, c.hidden,"
                             " t.depth + 1, t.path || c.id"
                             " FROM comment c JOIN thread t ON t.id = c.parent_id)"
                             " SELECT t.id, a.name, CASE WHEN t.hidden THEN '' ELSE t.body END,"
                             " t.depth FROM thread t JOIN account a ON a.id = t.account_id"
                             " ORDER BY t.path",
                             1, nullptr, values, nullptr, nullptr, 0));
    Json out;
    out.open('[');
    for (int i = 0; i < rows.count(); ++i) {
      out.open('{').key("id").raw(rows(i, 0)).field("author", rows(i, 1));
      out.field("body", rows(i, 2)).key("depth").raw(rows(i, 3)).close('}');
    }
    reply(response, 200, out.close(']'));
  } else {
    fail(response, 503, "no database");
  }
  PQfinish(conn);
}

static void editComment(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::optional<Fields> fields = readFields(request, response);
  if (!fields)
    return;
  std::string id = request.matches[1], account = std::to_string(caller->id);
  std::string body = fields->text("body");
  if (body.empty())
    return fail(response, 422, "the comment is empty");
  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return fail(response, 503, "no database");
  }
  const char *values[] = {id.c_str(), account.c_str(), body.c_str()};
  PGresult *result = PQexecParams(conn,
                                  "UPDATE comment SET body = $3"
                                  " WHERE id = $1 AND account_id = $2 AND NOT hidden",
                                  3, nullptr, values, nullptr, nullptr, 0);
  bool changed = !std::strcmp(PQcmdTuples(result), "1");
  PQclear(result);
  PQfinish(conn);
  if (!changed)
    return fail(response, 404, "you have no such comment");
  reply(response, 200, Json().open('{').field("body", body).close('}'));
}

// Hidden, not deleted: the answers stay.
static void hideComment(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  std::string id = request.matches[1], account = std::to_string(caller->id);
  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return fail(response, 503, "no database");
  }
  const char *values[] = {id.c_str(), account.c_str(), caller->isAdmin() ? "t" : "f"};
  PGresult *result = PQexecParams(conn,
                                  "UPDATE comment SET hidden = true"
                                  " WHERE id = $1 AND (account_id = $2 OR $3::boolean)",
                                  3, nullptr, values, nullptr, nullptr, 0);
  int hidden = std::atoi(PQcmdTuples(result));
  PQclear(result);
  PQfinish(conn);
  if (hidden)
    response.status = 204;
  else
    fail(response, 404, "you have no such comment");
}

void addComments(httplib::Server &server) {
  server.Get(R"(/api/pitches/(\d{1,9})/comments)", listComments);
  server.Post(R"(/api/pitches/(\d{1,9})/comments)", addComment);
  server.Put(R"(/api/comments/(\d{1,9}))", editComment);
  server.Delete(R"(/api/comments/(\d{1,9}))", hideComment);
}
