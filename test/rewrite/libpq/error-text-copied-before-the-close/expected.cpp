#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>

std::string copiedError(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "SELECT * FROM missing"));
  std::string text = PQerrorMessage(conn);
  return text;
}
