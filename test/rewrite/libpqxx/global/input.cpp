#include <pqxx/pqxx>

pqxx::connection database("dbname=shop");

int articles() {
  pqxx::work tx(database);
  return tx.exec1("SELECT count(*) FROM article")[0].as<int>();
}
