#include <libpq-fe.h>
#include <repool/pq.h>

int copyRows(const char *from, const char *to) {
  auto sourceLease = repool::withDatabase(repool::pq(from));
  PGconn *source = sourceLease.get(), *target = repool_pq_open(to);
  PGresult *result = PQexec(source, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  PQclear(PQexec(target, "TRUNCATE item"));
  sourceLease.release();
  repool_pq_close(target);
  return rows;
}

int countRows(const char *url) {
  PGconn *conn, *unused = nullptr;
  auto connLease = repool::withDatabase(repool::pq(url));
  conn = connLease.get();
  PGresult *result = PQexec(conn, "SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  connLease.release();
  PQfinish(unused);
  return rows;
}
