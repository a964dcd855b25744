#include <libpq-fe.h>
#include <repool/pq.h>

int twice(const char *first, const char *second) {
  auto connLease = repool::withDatabase(repool::pq(first));
  PGconn *conn = connLease.get();
  PGresult *result = PQexec(conn, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  connLease.release();
  connLease = repool::withDatabase(repool::pq(second));
  conn = connLease.get();
  result = PQexec(conn, "SELECT * FROM item");
  rows += PQntuples(result);
  PQclear(result);
  return rows;
}
