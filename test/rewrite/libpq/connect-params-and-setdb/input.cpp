#include <libpq-fe.h>

void rotate(const char *host, const char *database) {
  const char *keys[] = {"host", "dbname", "application_name", nullptr};
  const char *values[] = {host, database, "rotator", nullptr};
  PGconn *conn = PQconnectdbParams(keys, values, 0);
  PQclear(PQexec(conn, "SELECT rotate_log()"));
  PQfinish(conn);
}

void rotateOld(const char *host, const char *database, const char *user, const char *password) {
  PGconn *conn = PQsetdbLogin(host, "5432", nullptr, nullptr, database, user, password);
  PQclear(PQexec(conn, "SELECT rotate_log()"));
  PQfinish(conn);
}

void rotateOldest(const char *host, const char *database) {
  PGconn *conn = PQsetdb(host, nullptr, nullptr, nullptr, database);
  PQclear(PQexec(conn, "SELECT rotate_log()"));
  PQfinish(conn);
}
