#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void nightlyReport(const std::string &url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec0("REFRESH MATERIALIZED VIEW report");
  tx.commit();
}

void touch(const std::string &url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec0("UPDATE report SET read = now()");
    tx.commit();
  });
}
