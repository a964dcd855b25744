#include <libpq-fe.h>
#include <repool/pq.h>

#include <cstdio>

void report(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  int rows = 0;
  if (PQstatus(conn) == CONNECTION_OK) {
    PGresult *result = PQexec(conn, "SELECT * FROM sale");
    rows = PQntuples(result);
    PQclear(result);
  }
  if (conn != nullptr) {
    connLease.release();
  }
  std::printf("%d sales\n", rows);
}
