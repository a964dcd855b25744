#include <libpq-fe.h>
#include <repool/pq.h>

bool transfer(const char *url) {
  bool done = false;
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) == CONNECTION_OK) {
    PGresult *begin = PQexec(conn, "BEGIN");
    if (PQresultStatus(begin) == PGRES_COMMAND_OK) {
      PGresult *move = PQexec(conn, "UPDATE account SET cents = cents - 100 WHERE id = 1");
      if (PQresultStatus(move) == PGRES_COMMAND_OK) {
        PGresult *commit = PQexec(conn, "COMMIT");
        done = PQresultStatus(commit) == PGRES_COMMAND_OK;
        PQclear(commit);
      }
      PQclear(move);
    }
    PQclear(begin);
  }
  return done;
}
