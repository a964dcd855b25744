#include <libpq-fe.h>
#include <repool/pq.h>

#include <cstdlib>
#include <iostream>

int countUsers(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    std::cerr << PQerrorMessage(conn);
    return -1;
  }
  PGresult *result = PQexec(conn, "SELECT count(*) FROM account");
  if (PQresultStatus(result) != PGRES_TUPLES_OK) {
    PQclear(result);
    return -1;
  }
  int count = std::atoi(PQgetvalue(result, 0, 0));
  PQclear(result);
  return count;
}
