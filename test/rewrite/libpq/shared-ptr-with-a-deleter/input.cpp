#include <libpq-fe.h>

#include <memory>

int users(const char *url) {
  std::shared_ptr<PGconn> conn(PQconnectdb(url), PQfinish);
  if (PQstatus(conn.get()) != CONNECTION_OK)
    return -1;
  PGresult *result = PQexec(conn.get(), "SELECT * FROM users");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}

int items(const char *url) {
  std::shared_ptr<PGconn> conn(PQconnectdb(url), [](PGconn *c) { PQfinish(c); });
  PGresult *result = PQexec(conn.get(), "SELECT * FROM items");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}
