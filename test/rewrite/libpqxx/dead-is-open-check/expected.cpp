#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <iostream>
#include <string>

int countOrders(const std::string &url) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  if (!conn.is_open()) {
    std::cerr << "no connection\n";
    return -1;
  }
  pqxx::nontransaction query(conn);
  pqxx::result rows = query.exec("SELECT count(*) FROM orders");
  return rows[0][0].as<int>();
}
