#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int seats(const std::string &url) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection *conn = connLease.get();
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM seat")[0].as<int>();
}
