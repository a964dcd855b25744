#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

std::string email(const std::string &url, int person) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    conn.prepare("email_of", "SELECT email FROM person WHERE id = $1");
    pqxx::work tx(conn);
    pqxx::row row = tx.exec_prepared1("email_of", person);
    tx.commit();
    return row[0].as<std::string>();
  });
}
