#include <pqxx/pqxx>

#include <memory>
#include <string>

pqxx::connection *open(const std::string &url) {
  auto conn = std::make_unique<pqxx::connection>(url);
  pqxx::work tx(*conn);
  tx.exec0("SELECT 1");
  return conn.release();
}
