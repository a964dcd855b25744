#include <pqxx/pqxx>

#define SHOP_CONNECTION(name) pqxx::connection name("dbname=shop")

int coupons() {
  SHOP_CONNECTION(conn);
  pqxx::work tx(conn);
  return tx.exec1("SELECT count(*) FROM coupon")[0].as<int>();
}
