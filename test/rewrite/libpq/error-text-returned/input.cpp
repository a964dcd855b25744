#include <libpq-fe.h>

const char *lastError(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(PQexec(conn, "SELECT * FROM missing"));
  const char *text = PQerrorMessage(conn);
  PQfinish(conn);
  return text;
}
