#include <libpq-fe.h>

bool canConnect(const char *url) {
  PGconn *conn = PQconnectdb(url);
  bool alive = PQstatus(conn) == CONNECTION_OK;
  PQfinish(conn);
  return alive;
}
