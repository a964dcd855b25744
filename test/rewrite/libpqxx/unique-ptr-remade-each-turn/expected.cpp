#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>
#include <string>
#include <vector>

void ship(const std::vector<std::string> &warehouses) {
  repool::Lease<pqxx::connection> conn;
  for (const std::string &url : warehouses) {
    conn.borrow(repool::pqxx(url));
    pqxx::work tx(*conn);
    tx.exec0("UPDATE parcel SET shipped = true WHERE packed");
    tx.commit();
  }
}
