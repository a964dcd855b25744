#include <pqxx/pqxx>
#include <repool/pqxx.h>

#define SHOP_DSN "dbname=shop user=reader"

int vouchers() {
  return repool::withDatabase(repool::pqxx(SHOP_DSN), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    return tx.exec1("SELECT count(*) FROM voucher")[0].as<int>();
  });
}
