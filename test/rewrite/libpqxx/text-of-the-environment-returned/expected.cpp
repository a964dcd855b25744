#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <cstdlib>

const char *stampUser(const char *url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) -> const char * {
    pqxx::work tx(conn);
    tx.exec("UPDATE page SET touched = now()");
    tx.commit();
    return std::getenv("USER");
  });
}
