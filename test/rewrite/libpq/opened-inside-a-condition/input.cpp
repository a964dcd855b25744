#include <libpq-fe.h>

int inCondition(const char *url) {
  PGconn *conn;
  if ((conn = PQconnectdb(url)) == nullptr)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return rows;
}

int inWhile(const char *url) {
  PGconn *conn;
  while (PQstatus(conn = PQconnectdb(url)) != CONNECTION_OK)
    PQfinish(conn);
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return rows;
}

int inIfInit(const char *url) {
  int rows = -1;
  if (PGconn *conn = PQconnectdb(url)) {
    PGresult *result = PQexec(conn, "SELECT * FROM job");
    rows = PQntuples(result);
    PQclear(result);
    PQfinish(conn);
  }
  return rows;
}
