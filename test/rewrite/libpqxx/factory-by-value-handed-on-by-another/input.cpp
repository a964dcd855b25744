#include <pqxx/pqxx>

#include <string>

pqxx::connection connectTo(const std::string &name) {
  return pqxx::connection("host=127.0.0.1 dbname=" + name);
}

auto reporting() {
  return connectTo("reporting");
}

int rows() {
  const auto conn = connectTo("shop");
  return conn.server_version();
}

int reports() {
  auto conn = reporting();
  pqxx::read_transaction tx(conn);
  return tx.exec1("SELECT count(*) FROM report")[0].as<int>();
}
