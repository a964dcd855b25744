#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>

static PGconn *dial(const std::string &url) {
  PGconn *conn = repool_pq_open(url.c_str());
  if (PQstatus(conn) == CONNECTION_OK)
    return conn;
  repool_pq_close(conn);
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
  repool_pq_close(conn);
  return n;
}

int customers() {
  auto conn = dial("dbname=customers");
  if (conn == nullptr)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM customer");
  int n = PQntuples(result);
  PQclear(result);
  repool_pq_close(conn);
  return n;
}
