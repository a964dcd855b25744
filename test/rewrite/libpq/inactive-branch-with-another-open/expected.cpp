#include <libpq-fe.h>
#include <repool/pq.h>

#ifdef WITH_REPLICA
int replicaLag(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, "SELECT * FROM lag");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return rows;
}
#endif

void checkpoint(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "CHECKPOINT"));
}
