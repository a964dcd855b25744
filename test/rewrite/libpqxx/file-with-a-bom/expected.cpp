// Größe eines Korbs
#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int size(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    pqxx::row row = tx.exec1("SELECT count(*) AS größe FROM korb");
    tx.commit();
    return row[0].as<int>();
  });
}