#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

repool::Lease<pqxx::connection> connectTo(const std::string &name) {
  return repool::withDatabase(repool::pqxx("host=127.0.0.1 dbname=" + name));
}

auto reporting() {
  return connectTo("reporting");
}

int rows() {
  auto connLease = connectTo("shop");
  const auto &conn = *connLease;
  return conn.server_version();
}

int reports() {
  auto connLease = reporting();
  auto &conn = *connLease;
  pqxx::read_transaction tx(conn);
  return tx.exec1("SELECT count(*) FROM report")[0].as<int>();
}
