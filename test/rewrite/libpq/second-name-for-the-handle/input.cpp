#include <libpq-fe.h>

int rows(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGconn *same = conn;
  PGresult *result = PQexec(same, "SELECT * FROM job");
  int count = PQntuples(result);
  PQclear(result);
  PQfinish(same);
  return count;
}
