// The front page. These are the slowest statements of the service and the most frequent ones, so
// the session gets a time limit: a late page is worth nothing.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <iostream>

/// Score: likes count by magnitude, and twelve and a half hours are worth a factor of ten.
static const char TrendingSql[] =
    "SELECT p.id, p.title, a.name, count(l.account_id) AS likes,"
    " round((log(greatest(count(l.account_id), 1)::numeric)"
    "  + extract(epoch FROM p.published_at - timestamptz '2024-01-01 00:00Z') / 45000)::numeric, 4)"
    " AS score"
    " FROM pitch p JOIN account a ON a.id = p.account_id"
    " LEFT JOIN pitch_like l ON l.pitch_id = p.id"
    " WHERE p.state = 'published' GROUP BY p.id, a.name ORDER BY score DESC, p.id LIMIT $1";

static void writePitches(Json &out, const pqxx::result &rows) {
  out.open('[');
  for (const auto &row : rows) {
    out.open('{').field("id", row["id"].as<int>()).field("title", row["title"].c_str());
    out.field("author", row["name"].c_str()).field("likes", row["likes"].as<int>()).close('}');
  }
  out.close(']');
}

static void trending(const httplib::Request &request, httplib::Response &response) {
  int limit = queryNumber(request, "limit", 10, 1, 50);
  Json out;
  try {
    pqxx::connection conn(config().database);
    pqxx::nontransaction(conn).exec("SET statement_timeout = 4000");
    pqxx::work tx(conn);
    writePitches(out, tx.exec_params(TrendingSql, limit));
    tx.commit();
  } catch (const pqxx::sql_error &error) {
    std::cerr << "trending: " << error.what() << '\n';
    return fail(response, 503, "try again");
  }
  response.set_header("Cache-Control", "public, max-age=30");
  reply(response, 200, out);
}

static void trendingOfCategory(const httplib::Request &request, httplib::Response &response) {
  std::string slug = request.matches[1];
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  tx.exec("SET LOCAL statement_timeout = 4000");
  pqxx::result rows = tx.exec_params("SELECT p.id, p.title, a.name, p.like_count AS likes,"
                                     " rank() OVER (ORDER BY p.like_count DESC) AS score"
                                     " FROM pitch p JOIN account a ON a.id = p.account_id"
                                     " JOIN category c ON c.id = p.category_id"
                                     " WHERE c.slug = $1 AND p.state = 'published'"
                                     " ORDER BY score, p.id LIMIT 10",
                                     slug);
  if (rows.empty())
    return fail(response, 404, "no such category, or nothing in it");
  Json out;
  writePitches(out, rows);
  response.set_header("Cache-Control", "public, max-age=30");
  reply(response, 200, out);
}

static void rising(const httplib::Request &request, httplib::Response &response) {
  int days = queryNumber(request, "days", 7, 1, 60);
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  // The newest like stands for today: a quiet week still has a front page.
  pqxx::result rows = tx.exec_params("WITH newest AS (SELECT max(liked_at) AS at FROM pitch_like"
                                     " WHERE liked_at < '2025-01-01')"
                                     " SELECT p.id, p.title, count(*) FROM newest, pitch_like l"
                                     " JOIN pitch p ON p.id = l.pitch_id"
                                     " WHERE l.liked_at > newest.at - $1 * interval '1 day'"
                                     " AND p.state = 'published'"
                                     " GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 10",
                                     days);
  Json out;
  out.open('[');
  for (const auto &row : rows)
    out.open('{')
        .field("id", row[0].as<int>())
        .field("title", row[1].c_str())
        .field("likes", row[2].as<int>())
        .close('}');
  reply(response, 200, out.close(']'));
}

void addTrending(httplib::Server &server) {
  server.Get("/api/pitches/trending", trending);
  server.Get(R"(/api/pitches/trending/([a-z]+))", trendingOfCategory);
  server.Get("/api/pitches/rising", rising);
}
