#include <pqxx/pqxx>

#include <algorithm>
#include <string>
#include <vector>

int known(const std::string &url, const std::vector<std::string> &names) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  auto isKnown = [&](const std::string &name) {
    return !tx.exec_params("SELECT 1 FROM person WHERE name = $1", name).empty() && conn.is_open();
  };
  return static_cast<int>(std::count_if(names.begin(), names.end(), isKnown));
}
