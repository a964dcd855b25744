#include <libpq-fe.h>

int once(const char *sql) {
  static PGconn *conn = PQconnectdb("dbname=shop");
  PGresult *result = PQexec(conn, sql);
  int rows = PQntuples(result);
  PQclear(result);
  return rows;
}
