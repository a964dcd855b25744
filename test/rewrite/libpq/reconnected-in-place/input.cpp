#include <libpq-fe.h>

int retried(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, "UPDATE counter SET n = n + 1");
  if (PQstatus(conn) == CONNECTION_BAD) {
    PQclear(result);
    PQreset(conn);
    result = PQexec(conn, "UPDATE counter SET n = n + 1");
  }
  int ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  PQfinish(conn);
  return ok;
}
