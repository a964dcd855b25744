// Größe eines Korbs
#include <pqxx/pqxx>

#include <string>

int size(const std::string &url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  pqxx::row row = tx.exec1("SELECT count(*) AS größe FROM korb");
  tx.commit();
  return row[0].as<int>();
}