#include <libpq-fe.h>

#include <cstdlib>
#include <iostream>

void logStop(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK) {
    std::cerr << PQerrorMessage(conn);
    PQfinish(conn);
    std::exit(1);
  }
  PQclear(PQexec(conn, "INSERT INTO stop DEFAULT VALUES"));
  PQfinish(conn);
}
