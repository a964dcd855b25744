#include "db.h"

int users(const char *url) {
  Connection conn = connect(url);
  if (!conn)
    return -1;
  PGresult *result = PQexec(conn.get(), "SELECT * FROM users");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}
