#include <libpq-fe.h>

#include <cstdio>

int columns(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, "SELECT * FROM sale LIMIT 1");
  int count = PQnfields(result);
  PQclear(result);
  PQfinish(conn);
  if (count == 0)
    std::fprintf(stderr, "%s", PQerrorMessage(conn));
  return count;
}
