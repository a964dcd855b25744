#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int visible(const std::string &url, const std::string &tenant) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    conn.set_variable("search_path", tenant);
    pqxx::work tx(conn);
    tx.exec0("SET statement_timeout = 2000");
    pqxx::row row = tx.exec1("SELECT count(*) FROM document");
    tx.commit();
    return row[0].as<int>();
  });
}
