#include <libpq-fe.h>

int forget(const char *url, const char *name) {
  PGconn *conn = PQconnectdb(url);
  int removed = 0;
  if (PQstatus(conn) == CONNECTION_OK) {
    PGresult *result =
        PQexecParams(conn, "DELETE FROM person WHERE name = $1", 1, nullptr, &name, nullptr, nullptr, 0);
    removed = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
  }
  if (conn)
    PQfinish(conn);
  return removed;
}
