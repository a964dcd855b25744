#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>

std::string capital(const char *url, const char *country) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK)
    return "";
  PGresult *result = PQexecParams(conn, "SELECT capital FROM country WHERE name = $1", 1, nullptr, &country, nullptr,
                                  nullptr, 0);
  std::string name;
  if (PQntuples(result) == 1)
    name = PQgetvalue(result, 0, 0);
  PQclear(result);
  return name;
}
