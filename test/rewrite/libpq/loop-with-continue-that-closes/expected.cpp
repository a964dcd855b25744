#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>
#include <vector>

int reachable(const std::vector<std::string> &urls) {
  int count = 0;
  for (const std::string &url : urls) {
    auto connLease = repool::withDatabase(repool::pq(url.c_str()).stateless());
    PGconn *conn = connLease.get();
    if (PQstatus(conn) != CONNECTION_OK) {
      connLease.release();
      continue;
    }
    PGresult *result = PQexec(conn, "SELECT 1 FROM pg_class");
    if (PQntuples(result) == 0) {
      PQclear(result);
      connLease.release();
      break;
    }
    PQclear(result);
    connLease.release();
    ++count;
  }
  return count;
}
