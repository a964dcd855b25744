#include <libpq-fe.h>
#include <repool/pq.h>

const char *lastError(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "SELECT * FROM missing"));
  const char *text = PQerrorMessage(conn);
  return text;
}
