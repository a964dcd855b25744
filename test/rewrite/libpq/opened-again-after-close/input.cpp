#include <libpq-fe.h>

int twice(const char *first, const char *second) {
  PGconn *conn = PQconnectdb(first);
  PGresult *result = PQexec(conn, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  conn = PQconnectdb(second);
  result = PQexec(conn, "SELECT * FROM item");
  rows += PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return rows;
}
