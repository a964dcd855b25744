#include <libpq-fe.h>

#include <string>

std::string capital(const char *url, const char *country) {
  PGconn *conn = PQconnectdb(url);
  if (PQstatus(conn) != CONNECTION_OK)
    return "";
  PGresult *result = PQexecParams(conn, "SELECT capital FROM country WHERE name = $1", 1, nullptr, &country, nullptr,
                                  nullptr, 0);
  std::string name;
  if (PQntuples(result) == 1)
    name = PQgetvalue(result, 0, 0);
  PQclear(result);
  PQfinish(conn);
  return name;
}
