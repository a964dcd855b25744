#include <pqxx/pqxx>

int branches() {
  static pqxx::connection conn("dbname=shop");
  pqxx::work tx(conn);
  return tx.exec1("SELECT count(*) FROM branch")[0].as<int>();
}
