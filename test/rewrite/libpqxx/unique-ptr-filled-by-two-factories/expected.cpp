#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>

static repool::Lease<pqxx::connection> primary() {
  return repool::withDatabase(repool::pqxx("host=primary"));
}

static repool::Lease<pqxx::connection> standby() {
  repool::Lease<pqxx::connection> conn(repool::withDatabase(repool::pqxx("host=standby")));
  pqxx::work(*conn).exec0("SET default_transaction_read_only = on");
  return conn;
}

int rows(bool fresh) {
  repool::Lease<pqxx::connection> conn;
  if (fresh)
    conn = primary();
  else
    conn = standby();
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM item")[0].as<int>();
}
