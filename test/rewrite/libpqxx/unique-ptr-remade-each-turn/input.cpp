#include <pqxx/pqxx>

#include <memory>
#include <string>
#include <vector>

void ship(const std::vector<std::string> &warehouses) {
  std::unique_ptr<pqxx::connection> conn;
  for (const std::string &url : warehouses) {
    conn = std::make_unique<pqxx::connection>(url);
    pqxx::work tx(*conn);
    tx.exec0("UPDATE parcel SET shipped = true WHERE packed");
    tx.commit();
  }
}
