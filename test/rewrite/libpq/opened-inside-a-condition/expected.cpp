#include <libpq-fe.h>
#include <repool/pq.h>

int inCondition(const char *url) {
  PGconn *conn;
  auto connLease = repool::withDatabase(repool::pq(url));
  if ((conn = connLease.get()) == nullptr)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  return rows;
}

int inWhile(const char *url) {
  repool::Lease<PGconn> connLease;
  PGconn *conn;
  while (PQstatus(conn = (connLease = repool::withDatabase(repool::pq(url))).get()) != CONNECTION_OK)
    connLease.release();
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  return rows;
}

int inIfInit(const char *url) {
  int rows = -1;
  if (PGconn *conn = repool_pq_open(url)) {
    PGresult *result = PQexec(conn, "SELECT * FROM job");
    rows = PQntuples(result);
    PQclear(result);
    repool_pq_close(conn);
  }
  return rows;
}
