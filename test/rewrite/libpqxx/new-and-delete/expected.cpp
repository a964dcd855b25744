#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int chairs(const std::string &url) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection *conn = connLease.get();
  int count;
  {
    pqxx::work tx(*conn);
    count = tx.exec1("SELECT count(*) FROM chair")[0].as<int>();
  }
  return count;
}
