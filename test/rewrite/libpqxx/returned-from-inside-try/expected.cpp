#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <exception>
#include <string>

bool login(const std::string &url, const std::string &user, const std::string &digest) {
  try {
    return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      pqxx::result found = tx.exec_params("SELECT 1 FROM account WHERE name = $1 AND digest = $2", user, digest);
      return !found.empty();
    });
  } catch (const std::exception &) {
    return false;
  }
}
