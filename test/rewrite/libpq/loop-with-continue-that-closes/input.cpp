#include <libpq-fe.h>

#include <string>
#include <vector>

int reachable(const std::vector<std::string> &urls) {
  int count = 0;
  for (const std::string &url : urls) {
    PGconn *conn = PQconnectdb(url.c_str());
    if (PQstatus(conn) != CONNECTION_OK) {
      PQfinish(conn);
      continue;
    }
    PGresult *result = PQexec(conn, "SELECT 1 FROM pg_class");
    if (PQntuples(result) == 0) {
      PQclear(result);
      PQfinish(conn);
      break;
    }
    PQclear(result);
    PQfinish(conn);
    ++count;
  }
  return count;
}
