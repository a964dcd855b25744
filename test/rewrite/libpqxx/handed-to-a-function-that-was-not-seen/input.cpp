#include <pqxx/pqxx>

#include <string>

void remember(pqxx::connection &conn);

void start(const std::string &url) {
  pqxx::connection conn(url);
  remember(conn);
  pqxx::work tx(conn);
  tx.exec0("DELETE FROM draft");
  tx.commit();
}
