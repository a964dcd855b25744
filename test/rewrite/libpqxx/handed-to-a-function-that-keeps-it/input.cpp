#include <pqxx/pqxx>

#include <string>

static pqxx::connection *last = nullptr;

static void remember(pqxx::connection &conn) { last = &conn; }

void start(const std::string &url) {
  pqxx::connection conn(url);
  remember(conn);
  pqxx::work tx(*last);
  tx.exec0("DELETE FROM draft");
  tx.commit();
}
