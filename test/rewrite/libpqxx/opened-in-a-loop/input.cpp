#include <pqxx/pqxx>

#include <string>
#include <vector>

void markSeen(const std::string &url, const std::vector<int> &ids) {
  for (int id : ids) {
    pqxx::connection conn(url);
    pqxx::work tx(conn);
    tx.exec_params0("UPDATE message SET seen = true WHERE id = $1", id);
    tx.commit();
  }
}
