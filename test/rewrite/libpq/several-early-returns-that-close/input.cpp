#include <libpq-fe.h>

#include <cstdlib>
#include <iostream>

int countUsers(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK) {
    std::cerr << PQerrorMessage(conn);
    PQfinish(conn);
    return -1;
  }
  PGresult *result = PQexec(conn, "SELECT count(*) FROM account");
  if (PQresultStatus(result) != PGRES_TUPLES_OK) {
    PQclear(result);
    PQfinish(conn);
    return -1;
  }
  int count = std::atoi(PQgetvalue(result, 0, 0));
  PQclear(result);
  PQfinish(conn);
  return count;
}
