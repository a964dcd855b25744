#include <libpq-fe.h>
#include <repool/pq.h>

#include <memory>

int lines(const char *url) {
  std::unique_ptr<PGconn, decltype(&PQfinish)> conn(repool_pq_open(url), &repool_pq_close);
  if (PQstatus(conn.get()) != CONNECTION_OK)
    return -1;
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(conn.get(), "SELECT * FROM line"), &PQclear);
  return PQntuples(result.get());
}
