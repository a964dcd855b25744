#include <libpq-fe.h>

static PGresult *run(PGconn *conn, const char *sql) {
  return PQexec(conn, sql);
}

void explain(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(PQexec(conn, "LOAD 'auto_explain'"));
  PQfinish(conn);
}

void explain_by_a_helper(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(run(conn, "LOAD 'auto_explain'"));
  PQfinish(conn);
}

void listen_by_a_helper(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(run(conn, "LISTEN jobs"));
  PQfinish(conn);
}
