#include "db.h"

#include <string>

int openOrders(int customer) {
  pqxx::connection conn = shop::openDatabase();
  pqxx::work tx(conn);
  pqxx::row row = tx.exec_params1("SELECT count(*) FROM orders WHERE customer = $1", customer);
  return row[0].as<int>();
}

bool cancel(int order) {
  pqxx::connection conn{shop::openDatabase()}; // one of its own
  if (!conn.is_open())
    return false;
  pqxx::work tx(conn);
  pqxx::result done = tx.exec_params("UPDATE orders SET state = 'x' WHERE id = $1", order);
  tx.commit();
  return done.affected_rows() == 1;
}
