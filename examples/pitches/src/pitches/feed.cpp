// What happened where the caller looks: pitches of those who are followed, and their comments.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <vector>

namespace {

struct Item {
  std::string kind;
  int pitch = 0;
  std::string text;
};

std::vector<Item> feedOf(int account, int limit) {
  pqxx::connection conn(config().database);
  pqxx::work tx(conn);
  std::vector<Item> items;
  for (const auto &row :
       tx.exec_params("SELECT 'pitch', p.id, a.name || ': ' || p.title FROM follow f"
                      " JOIN pitch p ON p.account_id = f.followed_id"
                      " JOIN account a ON a.id = p.account_id"
                      " WHERE f.follower_id = $1 AND p.state = 'published'"
                      " ORDER BY p.published_at DESC, p.id LIMIT $2",
                      account, limit))
    items.push_back({row[0].as<std::string>(), row[1].as<int>(), row[2].as<std::string>()});
  return items;
}

std::vector<Item> activityOf(int account) {
  std::vector<Item> items;
  pqxx::connection conn(config().database);
  {
    pqxx::read_transaction tx(conn);
    for (const auto &row :
         tx.exec_params("SELECT c.pitch_id, c.body FROM comment c"
                        " JOIN pitch p ON p.id = c.pitch_id"
                        " WHERE p.account_id = $1 AND NOT c.hidden ORDER BY c.id DESC LIMIT 10",
                        account))
      items.push_back({"comment", row[0].as<int>(), row[1].as<std::string>()});
  }
  {
    pqxx::read_transaction tx(conn);
    for (const auto &row : tx.exec_params("SELECT i.pitch_id, i.amount FROM investment i"
                                          " JOIN pitch p ON p.id = i.pitch_id"
                                          " WHERE p.account_id = $1 AND i.state <> 'cancelled'"
                                          " ORDER BY i.id DESC LIMIT 10",
                                          account))
      items.push_back({"investment", row[0].as<int>(), row[1].as<std::string>() + " cents"});
  }
  return items;
}

void send(httplib::Response &response, const std::vector<Item> &items) {
  Json out;
  out.open('[');
  for (const Item &item : items) {
    out.open('{').field("kind", item.kind).field("pitch", item.pitch);
    out.field("text", item.text).close('}');
  }
  response.set_header("Cache-Control", "private, no-cache");
  reply(response, 200, out.close(']'));
}

} // namespace

void addFeed(httplib::Server &server) {
  server.Get("/api/feed", [](const httplib::Request &request, httplib::Response &response) {
    if (auto caller = authenticate(request, response))
      send(response, feedOf(caller->id, queryNumber(request, "limit", 20, 1, 50)));
  });
  server.Get("/api/activity", [](const httplib::Request &request, httplib::Response &response) {
    if (auto caller = authenticate(request, response))
      send(response, activityOf(caller->id));
  });
}
