#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>
#include <vector>

void markSeen(const std::string &url, const std::vector<int> &ids) {
  for (int id : ids) {
    repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      tx.exec_params0("UPDATE message SET seen = true WHERE id = $1", id);
      tx.commit();
    });
  }
}
