#include <pqxx/pqxx>

#include <string>

int chairs(const std::string &url) {
  pqxx::connection *conn = new pqxx::connection(url);
  int count;
  {
    pqxx::work tx(*conn);
    count = tx.exec1("SELECT count(*) FROM chair")[0].as<int>();
  }
  delete conn;
  return count;
}
