#include <libpq-fe.h>

int copyRows(const char *from, const char *to) {
  PGconn *source = PQconnectdb(from), *target = PQconnectdb(to);
  PGresult *result = PQexec(source, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  PQclear(PQexec(target, "TRUNCATE item"));
  PQfinish(source);
  PQfinish(target);
  return rows;
}

int countRows(const char *url) {
  PGconn *conn, *unused = nullptr;
  conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  PQfinish(unused);
  return rows;
}
