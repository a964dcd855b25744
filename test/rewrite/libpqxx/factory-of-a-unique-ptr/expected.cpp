#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>
#include <string>

repool::Lease<pqxx::connection> connect(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url));
}

int rooms(const std::string &url) {
  auto conn = connect(url);
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM room")[0].as<int>();
}
