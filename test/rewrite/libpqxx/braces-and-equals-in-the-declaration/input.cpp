#include <pqxx/pqxx>

#include <string>

void one(const std::string &url) {
  pqxx::connection conn{url};
  pqxx::work tx{conn};
  tx.exec0("UPDATE counter SET n = n + 1");
  tx.commit();
}

void two() {
  pqxx::connection conn;
  pqxx::work tx(conn);
  tx.exec0("UPDATE counter SET n = n + 2");
  tx.commit();
}

void three(const std::string &url) {
  auto conn = pqxx::connection(url);
  pqxx::work tx(conn);
  tx.exec0("UPDATE counter SET n = n + 3");
  tx.commit();
}
