#include <libpq-fe.h>
#include <repool/pq.h>

int forget(const char *url, const char *name) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  int removed = 0;
  if (PQstatus(conn) == CONNECTION_OK) {
    PGresult *result =
        PQexecParams(conn, "DELETE FROM person WHERE name = $1", 1, nullptr, &name, nullptr, nullptr, 0);
    removed = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
  }
  return removed;
}
