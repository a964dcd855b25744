#include <pqxx/pqxx>

#define SHOP_DSN "dbname=shop user=reader"

int vouchers() {
  pqxx::connection conn(SHOP_DSN);
  pqxx::work tx(conn);
  return tx.exec1("SELECT count(*) FROM voucher")[0].as<int>();
}
