#include <libpq-fe.h>

int jobs(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK) {
#ifdef KEEP_BROKEN
    return -2;
#else
    PQfinish(conn);
    return -1;
#endif
  }
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int count = PQntuples(result);
  PQclear(result);
#ifdef VERBOSE
  PQtrace(conn, stderr);
  PQfinish(conn);
#else
  PQfinish(conn);
#endif
  return count;
}
