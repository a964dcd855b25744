#include <pqxx/pqxx>

pqxx::connection connect() {
  return pqxx::connection("dbname=shop");
}

int version() {
  return connect().server_version();
}
