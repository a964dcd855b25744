#include <libpq-fe.h>
#include <repool/pq.h>

#include <chrono>
#include <thread>

int persistently(const char *url) {
  repool::Lease<PGconn> connLease;
  PGconn *conn = nullptr;
  for (int attempt = 0; attempt < 5; ++attempt) {
    connLease = repool::withDatabase(repool::pq(url));
    conn = connLease.get();
    if (PQstatus(conn) == CONNECTION_OK)
      break;
    connLease.release();
    conn = nullptr;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  if (!conn)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  return rows;
}
