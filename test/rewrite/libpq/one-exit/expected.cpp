#include <libpq-fe.h>
#include <repool/pq.h>

void clearCart(const char *url, const char *cart) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PGresult *result = PQexecParams(conn, "DELETE FROM line WHERE cart = $1", 1, nullptr, &cart, nullptr, nullptr, 0);
  PQclear(result);
}
