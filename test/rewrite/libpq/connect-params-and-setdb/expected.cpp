#include <libpq-fe.h>
#include <repool/pq.h>

void rotate(const char *host, const char *database) {
  const char *keys[] = {"host", "dbname", "application_name", nullptr};
  const char *values[] = {host, database, "rotator", nullptr};
  auto connLease = repool::withDatabase(repool::pqParams(keys, values, 0));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "SELECT rotate_log()"));
}

void rotateOld(const char *host, const char *database, const char *user, const char *password) {
  auto connLease = repool::withDatabase(repool::pqLogin(host, "5432", nullptr, nullptr, database, user, password));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "SELECT rotate_log()"));
}

void rotateOldest(const char *host, const char *database) {
  PGconn *conn = PQsetdb(host, nullptr, nullptr, nullptr, database);
  PQclear(PQexec(conn, "SELECT rotate_log()"));
  PQfinish(conn);
}
