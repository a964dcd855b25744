// What an investor holds.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

namespace {

pqxx::connection openDatabase() { return pqxx::connection(config().database); }

void holdings(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  auto conn = openDatabase();
  pqxx::work tx(conn);
  Json out;
  out.open('[');
  for (const auto &row : tx.exec_params("SELECT p.id, p.title, sum(i.amount), count(*)"
                                        " FROM investment i JOIN pitch p ON p.id = i.pitch_id"
                                        " WHERE i.account_id = $1 AND i.state <> 'cancelled'"
                                        " GROUP BY p.id ORDER BY sum(i.amount) DESC, p.id",
                                        caller->id)) {
    out.open('{').field("pitch", row[0].as<int>()).field("title", row[1].c_str());
    out.field("amount", row[2].as<long long>()).field("times", row[3].as<int>()).close('}');
  }
  reply(response, 200, out.close(']'));
}

void byCategory(const httplib::Request &request, httplib::Response &response) {
  std::optional<Caller> caller = authenticate(request, response);
  if (!caller)
    return;
  auto conn = openDatabase();
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT c.name, sum(i.amount),"
                                     " round(100 * sum(i.amount) / sum(sum(i.amount)) OVER (), 1)"
                                     " FROM investment i JOIN pitch p ON p.id = i.pitch_id"
                                     " JOIN category c ON c.id = p.category_id"
                                     " WHERE i.account_id = $1 AND i.state <> 'cancelled'"
                                     " GROUP BY c.name ORDER BY c.name",
                                     caller->id);
  if (rows.empty()) {
    response.status = 204;
    return;
  }
  Json out;
  out.open('[');
  for (const auto &row : rows) {
    out.open('{').field("category", row[0].c_str()).field("amount", row[1].as<long long>());
    out.key("percent").raw(row[2].c_str()).close('}');
  }
  reply(response, 200, out.close(']'));
}

void topInvestors(const httplib::Request &request, httplib::Response &response) {
  int limit = queryNumber(request, "limit", 5, 1, 20);
  auto conn = openDatabase();
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT a.name, sum(i.amount) FROM investment i"
                                     " JOIN account a ON a.id = i.account_id"
                                     " WHERE i.state <> 'cancelled' GROUP BY a.id"
                                     " ORDER BY sum(i.amount) DESC, a.id LIMIT $1",
                                     limit);
  Json out;
  out.open('[');
  for (const auto &row : rows)
    out.open('{').field("name", row[0].c_str()).field("amount", row[1].as<long long>()).close('}');
  response.set_header("Cache-Control", "public, max-age=300");
  reply(response, 200, out.close(']'));
}

} // namespace

void addPortfolio(httplib::Server &server) {
  server.Get("/api/portfolio", holdings);
  server.Get("/api/portfolio/categories", byCategory);
  server.Get("/api/investors/top", topInvestors);
}
