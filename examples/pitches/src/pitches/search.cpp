// Search. The statement is put together from what was asked for.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <libpq-fe.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

struct Search {
  std::string words;
  std::string category;
  std::string order;
  int limit = 10;
};

// Empty if the order is none that we know.
std::string statementFor(const Search &search) {
  std::string sql = "SELECT p.id, p.title, p.views FROM pitch p"
                    " JOIN category c ON c.id = p.category_id WHERE p.state = 'published'"
                    " AND to_tsvector('english', p.title || ' ' || p.summary)"
                    " @@ plainto_tsquery('english', $1)";
  if (!search.category.empty())
    sql += " AND c.slug = $2";
  else
    sql += " AND $2 = ''";
  if (search.order == "views")
    sql += " ORDER BY p.views DESC, p.id";
  else if (search.order == "new")
    sql += " ORDER BY p.published_at DESC, p.id";
  else if (search.order.empty())
    sql += " ORDER BY p.id";
  else
    return "";
  return sql + " LIMIT " + std::to_string(search.limit);
}

// What people look for. Nobody waits for it: a failure is only noted.
void log(PGconn *conn, const std::string &words, int hits) {
  std::string count = std::to_string(hits);
  const char *values[] = {words.c_str(), count.c_str()};
  PGresult *result = PQexecParams(conn, "INSERT INTO search_log (words, hits) VALUES ($1, $2)", 2,
                                  nullptr, values, nullptr, nullptr, 0);
  if (PQresultStatus(result) != PGRES_COMMAND_OK)
    std::fprintf(stderr, "search: %s", PQerrorMessage(conn));
  PQclear(result);
}

void search(const httplib::Request &request, httplib::Response &response) {
  Search search;
  search.words = queryText(request, "q");
  search.category = queryText(request, "category");
  search.order = queryText(request, "order");
  search.limit = queryNumber(request, "limit", 10, 1, 100);
  if (search.words.empty())
    return fail(response, 400, "search for what?");
  const std::string sql = statementFor(search);
  if (sql.empty())
    return fail(response, 400, "no such order");

  PGconn *conn = nullptr;
  PGresult *result = nullptr;
  const char *values[] = {search.words.c_str(), search.category.c_str()};
  Json out;

  conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    fail(response, 503, "no database");
    goto done;
  }
  result = PQexecParams(conn, sql.c_str(), 2, nullptr, values, nullptr, nullptr, 0);
  if (PQresultStatus(result) != PGRES_TUPLES_OK) {
    std::fprintf(stderr, "search: %s", PQerrorMessage(conn));
    fail(response, 500, "cannot search");
    goto done;
  }
  log(conn, search.words, PQntuples(result));
  out.open('{').field("hits", PQntuples(result)).key("pitches").open('[');
  for (int i = 0; i < PQntuples(result); ++i)
    out.open('{')
        .key("id")
        .raw(PQgetvalue(result, i, 0))
        .field("title", PQgetvalue(result, i, 1))
        .close('}');
  reply(response, 200, out.close(']').close('}'));

done:
  PQclear(result);
  PQfinish(conn);
}

void suggest(const httplib::Request &request, httplib::Response &response) {
  std::string start = queryText(request, "q") + "%";
  PGconn *conn = PQconnectdb(config().database.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return fail(response, 503, "no database");
  }
  const char *values[] = {start.c_str()};
  PGresult *result = PQexecParams(conn,
                                  "SELECT title FROM pitch WHERE state = 'published'"
                                  " AND title ILIKE $1 ORDER BY title LIMIT 5",
                                  1, nullptr, values, nullptr, nullptr, 0);
  std::vector<std::string> titles;
  for (int i = 0; i < PQntuples(result); ++i)
    titles.push_back(PQgetvalue(result, i, 0));
  PQclear(result);
  PQfinish(conn);

  Json out;
  out.open('[');
  for (const std::string &title : titles)
    out.value(title);
  response.set_header("Cache-Control", "private, max-age=60");
  reply(response, 200, out.close(']'));
}

void popular(const httplib::Request &, httplib::Response &response) {
  PGconn *conn;
  if (!(conn = PQconnectdb(config().database.c_str())) || PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return fail(response, 503, "no database");
  }
  PGresult *result = PQexec(conn, "SELECT words, count(*), max(hits) FROM search_log GROUP BY words"
                                  " ORDER BY count(*) DESC, words LIMIT 10");
  Json out;
  out.open('[');
  for (int i = 0; i < PQntuples(result); ++i) {
    out.open('{').field("words", PQgetvalue(result, i, 0));
    out.key("times").raw(PQgetvalue(result, i, 1)).key("hits").raw(PQgetvalue(result, i, 2));
    out.close('}');
  }
  PQclear(result);
  PQfinish(conn);
  reply(response, 200, out.close(']'));
}

} // namespace

void addSearch(httplib::Server &server) {
  server.Get("/api/search", search);
  server.Get("/api/search/suggest", suggest);
  server.Get("/api/search/popular", popular);
}
