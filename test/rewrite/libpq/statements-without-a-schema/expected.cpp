#include <libpq-fe.h>
#include <repool/pq.h>

// The server's own functions and catalogue need no schema.
int version(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url).stateless());
  PGconn *conn = connLease.get();
  PGresult *rows = PQexec(conn, "SELECT version(), now() FROM pg_catalog.pg_database");
  int n = PQntuples(rows);
  PQclear(rows);
  return n;
}

// `book` may be a view, which may call anything.
int books(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PGresult *rows = PQexec(conn, "SELECT title FROM book");
  int n = PQntuples(rows);
  PQclear(rows);
  return n;
}
