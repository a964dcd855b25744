#include <pqxx/pqxx>

#include <string>

pqxx::connection connect() {
  return pqxx::connection("dbname=shop");
}

int items() {
  auto conn = connect();
  pqxx::work tx(conn);
  return tx.exec1("SELECT count(*) FROM item")[0].as<int>();
}

void wait() {
  auto conn = connect();
  pqxx::nontransaction tx(conn);
  tx.exec("LISTEN changes");
  conn.await_notification();
}
