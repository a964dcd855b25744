#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void expire(const std::string &url, int session) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT pinned FROM session WHERE id = $1", session);
  if (rows.empty())
    return;
  if (rows[0][0].as<bool>())
    return;
  tx.exec_params0("DELETE FROM session WHERE id = $1", session);
  tx.commit();
}
