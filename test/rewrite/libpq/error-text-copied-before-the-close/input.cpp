#include <libpq-fe.h>

#include <string>

std::string copiedError(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(PQexec(conn, "SELECT * FROM missing"));
  std::string text = PQerrorMessage(conn);
  PQfinish(conn);
  return text;
}
