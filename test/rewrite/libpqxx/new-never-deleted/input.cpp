#include <pqxx/pqxx>

#include <string>

int seats(const std::string &url) {
  pqxx::connection *conn = new pqxx::connection(url);
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM seat")[0].as<int>();
}
