#include <libpq-fe.h>
#include <repool/pq.h>

#include <chrono>
#include <cstdlib>
#include <thread>

int poll(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PGresult *result = PQexec(conn, "SELECT pause FROM settings");
  int pause = std::atoi(PQgetvalue(result, 0, 0));
  PQclear(result);
  connLease.release();
  std::this_thread::sleep_for(std::chrono::seconds(pause));
  return pause;
}
