#include <pqxx/pqxx>

pqxx::connection connect(bool standby) {
  if (standby)
    return pqxx::connection("host=standby"); // NOLINT(repool-libpqxx)
  return pqxx::connection("host=primary");
}

int version() {
  auto conn = connect(true);
  return pqxx::work(conn).exec1("SELECT 1")[0].as<int>();
}
