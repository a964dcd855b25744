#include <libpq-fe.h>
#include <repool/pq.h>

#include <memory>

int users(const char *url) {
  std::shared_ptr<PGconn> conn(repool_pq_open(url), repool_pq_close);
  if (PQstatus(conn.get()) != CONNECTION_OK)
    return -1;
  PGresult *result = PQexec(conn.get(), "SELECT * FROM users");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}

int items(const char *url) {
  std::shared_ptr<PGconn> conn(repool_pq_open(url), [](PGconn *c) { repool_pq_close(c); });
  PGresult *result = PQexec(conn.get(), "SELECT * FROM items");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}
