#include <pqxx/pqxx>

#include <memory>

static std::unique_ptr<pqxx::connection> primary() {
  return std::make_unique<pqxx::connection>("host=primary");
}

static std::unique_ptr<pqxx::connection> standby() {
  std::unique_ptr<pqxx::connection> conn(new pqxx::connection("host=standby"));
  pqxx::work(*conn).exec0("SET default_transaction_read_only = on");
  return conn;
}

int rows(bool fresh) {
  std::unique_ptr<pqxx::connection> conn;
  if (fresh)
    conn = primary();
  else
    conn = standby();
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM item")[0].as<int>();
}
