#include <libpq-fe.h>

static bool answers(PGconn *conn) {
  return PQstatus(conn) == CONNECTION_OK && PQserverVersion(conn) > 0;
}

bool isUp(const char *url) {
  PGconn *conn = PQconnectdb(url);
  bool up = answers(conn);
  PQfinish(conn);
  return up;
}
