#include <libpq-fe.h>

#include <cstdio>

void report(const char *url) {
  PGconn *conn = PQconnectdb(url);
  int rows = 0;
  if (PQstatus(conn) == CONNECTION_OK) {
    PGresult *result = PQexec(conn, "SELECT * FROM sale");
    rows = PQntuples(result);
    PQclear(result);
  }
  if (conn != nullptr) {
    PQfinish(conn);
  }
  std::printf("%d sales\n", rows);
}
