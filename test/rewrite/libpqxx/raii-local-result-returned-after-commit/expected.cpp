#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

std::string title(const char *url, int id) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    auto row = tx.exec_params1("SELECT title FROM book WHERE id = $1", id);
    tx.commit();
    return row[0].as<std::string>();
  });
}
