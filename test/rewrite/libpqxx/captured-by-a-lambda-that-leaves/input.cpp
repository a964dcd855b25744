#include <pqxx/pqxx>

#include <functional>
#include <memory>
#include <string>

std::function<int()> counter(const std::string &url) {
  auto conn = std::make_shared<pqxx::connection>(url);
  return [conn] {
    pqxx::work tx(*conn);
    return tx.exec1("SELECT count(*) FROM visit")[0].as<int>();
  };
}
