#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <cstdlib>

static repool::Lease<pqxx::connection> getConnection() {
  const char *url = std::getenv("SHOP_DATABASE");
  return repool::withDatabase(repool::pqxx(url ? url : "dbname=shop"));
}

void addCustomer(const char *name) {
  auto connLease = getConnection();
  auto &conn = *connLease;
  pqxx::work tx(conn);
  tx.exec_params0("INSERT INTO customer (name) VALUES ($1)", name);
  tx.commit();
}
