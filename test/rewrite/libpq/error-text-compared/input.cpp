#include <libpq-fe.h>

#include <cstring>

int startingUp(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK) {
    int starting = std::strstr(PQerrorMessage(conn), "starting up") != nullptr;
    PQfinish(conn);
    return starting ? 1 : 2;
  }
  PQclear(PQexec(conn, "UPDATE boot SET seen = true"));
  PQfinish(conn);
  return 0;
}
