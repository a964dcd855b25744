#include <libpq-fe.h>

PGresult *run(const char *url, const char *sql) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, sql);
  PQfinish(conn);
  return result;
}
