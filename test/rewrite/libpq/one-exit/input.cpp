#include <libpq-fe.h>

void clearCart(const char *url, const char *cart) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexecParams(conn, "DELETE FROM line WHERE cart = $1", 1, nullptr, &cart, nullptr, nullptr, 0);
  PQclear(result);
  PQfinish(conn);
}
