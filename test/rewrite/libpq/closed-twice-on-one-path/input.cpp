#include <libpq-fe.h>

int oops(const char *url) {
  PGconn *conn = PQconnectdb(url);
  int rows = 0;
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    rows = -1;
  } else {
    PGresult *result = PQexec(conn, "SELECT * FROM sale");
    rows = PQntuples(result);
    PQclear(result);
  }
  PQfinish(conn);
  return rows;
}
