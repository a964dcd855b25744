#include <libpq-fe.h>

#define DB_CLOSE(c) PQfinish(c)

int tables(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK) {
    DB_CLOSE(conn);
    return -1;
  }
  PGresult *result = PQexec(conn, "SELECT relname FROM pg_class WHERE relkind = 'r'");
  int count = PQntuples(result);
  PQclear(result);
  DB_CLOSE(conn);
  return count;
}
