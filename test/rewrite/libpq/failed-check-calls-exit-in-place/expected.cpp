#include <libpq-fe.h>
#include <repool/pq.h>

#include <cstdlib>
#include <iostream>

void logStop(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    std::cerr << PQerrorMessage(conn);
    connLease.release();
    std::exit(1);
  }
  PQclear(PQexec(conn, "INSERT INTO stop DEFAULT VALUES"));
}
