#include <libpq-fe.h>

#include <string>

static PGconn *dial(const std::string &url) {
  PGconn *conn = PQconnectdb(url.c_str());
  if (PQstatus(conn) == CONNECTION_OK)
    return conn;
  PQfinish(conn);
  return nullptr;
}

namespace shop {
PGconn *connect() { return dial("dbname=shop"); }
} // namespace shop

int orders() {
  PGconn *conn = shop::connect();
  if (!conn)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM orders");
  int n = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return n;
}

int customers() {
  auto conn = dial("dbname=customers");
  if (conn == nullptr)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM customer");
  int n = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return n;
}
