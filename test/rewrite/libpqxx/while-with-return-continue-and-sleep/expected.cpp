#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <chrono>
#include <string>
#include <thread>

int waitForJob(const std::string &url, int attempts) {
  while (attempts-- > 0) {
    auto connLease = repool::withDatabase(repool::pqxx(url));
    pqxx::connection &conn = *connLease;
    pqxx::work tx(conn);
    pqxx::result rows = tx.exec("SELECT id FROM job WHERE ready ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");
    if (rows.empty()) {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      continue;
    }
    tx.exec_params0("UPDATE job SET ready = false WHERE id = $1", rows[0][0].as<int>());
    tx.commit();
    return rows[0][0].as<int>();
  }
  return -1;
}
