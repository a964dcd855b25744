#include <libpq-fe.h>

// The server's own functions and catalogue need no schema.
int version(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *rows = PQexec(conn, "SELECT version(), now() FROM pg_catalog.pg_database");
  int n = PQntuples(rows);
  PQclear(rows);
  PQfinish(conn);
  return n;
}

// `book` may be a view, which may call anything.
int books(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *rows = PQexec(conn, "SELECT title FROM book");
  int n = PQntuples(rows);
  PQclear(rows);
  PQfinish(conn);
  return n;
}
