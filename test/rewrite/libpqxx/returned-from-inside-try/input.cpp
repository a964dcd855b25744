#include <pqxx/pqxx>

#include <exception>
#include <string>

bool login(const std::string &url, const std::string &user, const std::string &digest) {
  try {
    pqxx::connection conn(url);
    pqxx::work tx(conn);
    pqxx::result found = tx.exec_params("SELECT 1 FROM account WHERE name = $1 AND digest = $2", user, digest);
    return !found.empty();
  } catch (const std::exception &) {
    return false;
  }
}
