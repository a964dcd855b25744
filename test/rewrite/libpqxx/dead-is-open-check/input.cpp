#include <pqxx/pqxx>

#include <iostream>
#include <string>

int countOrders(const std::string &url) {
  pqxx::connection conn(url);
  if (!conn.is_open()) {
    std::cerr << "no connection\n";
    return -1;
  }
  pqxx::nontransaction query(conn);
  pqxx::result rows = query.exec("SELECT count(*) FROM orders");
  return rows[0][0].as<int>();
}
