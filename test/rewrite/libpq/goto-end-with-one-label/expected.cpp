#include <libpq-fe.h>
#include <repool/pq.h>

#include <cstdlib>

int pageViews(const char *url, const char *page) {
  int views = -1;
  repool::Lease<PGconn> connLease;
  PGconn *conn = nullptr;
  PGresult *result = nullptr;

  if (page == nullptr)
    goto end;
  connLease = repool::withDatabase(repool::pq(url));
  conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK)
    goto end;
  result = PQexecParams(conn, "SELECT views FROM page WHERE path = $1", 1, nullptr, &page, nullptr, nullptr, 0);
  if (PQntuples(result) != 1)
    goto end;
  views = std::atoi(PQgetvalue(result, 0, 0));
end:
  PQclear(result);
  return views;
}
