#include <pqxx/pqxx>

#include <memory>
#include <string>

std::unique_ptr<pqxx::connection> connect(const std::string &url) {
  return std::make_unique<pqxx::connection>(url);
}

int rooms(const std::string &url) {
  auto conn = connect(url);
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM room")[0].as<int>();
}
