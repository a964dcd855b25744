#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void rename(const std::string &url, int id, const std::string &name) {
  if (name.empty())
    return;
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params0("UPDATE person SET name = $2 WHERE id = $1", id, name);
    tx.commit();
  });
}
