#include <libpq-fe.h>

#define FAIL(c, code)                                                                                                  \
  do {                                                                                                                 \
    PQfinish(c);                                                                                                       \
    return code;                                                                                                       \
  } while (0)

int views(const char *url) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK)
    FAIL(conn, -1);
  PGresult *result = PQexec(conn, "SELECT relname FROM pg_class WHERE relkind = 'v'");
  int count = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return count;
}
