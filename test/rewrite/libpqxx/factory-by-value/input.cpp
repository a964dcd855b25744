#include <pqxx/pqxx>

#include <cstdlib>

static pqxx::connection getConnection() {
  const char *url = std::getenv("SHOP_DATABASE");
  return pqxx::connection(url ? url : "dbname=shop");
}

void addCustomer(const char *name) {
  auto conn = getConnection();
  pqxx::work tx(conn);
  tx.exec_params0("INSERT INTO customer (name) VALUES ($1)", name);
  tx.commit();
}
