#include <libpq-fe.h>
#include <repool/pq.h>

#define DB_CLOSE(c) PQfinish(c)

int tables(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url).stateless());
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    return -1;
  }
  PGresult *result = PQexec(conn, "SELECT relname FROM pg_class WHERE relkind = 'r'");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}
