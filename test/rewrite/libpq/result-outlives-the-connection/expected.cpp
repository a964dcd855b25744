#include <libpq-fe.h>
#include <repool/pq.h>

PGresult *run(const char *url, const char *sql) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PGresult *result = PQexec(conn, sql);
  return result;
}
