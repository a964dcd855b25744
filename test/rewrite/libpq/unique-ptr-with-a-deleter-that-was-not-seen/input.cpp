#include <libpq-fe.h>

#include <memory>

int users(const char *url, void (*finish)(PGconn *)) {
  std::unique_ptr<PGconn, void (*)(PGconn *)> conn(PQconnectdb(url), finish);
  PGresult *result = PQexec(conn.get(), "SELECT * FROM users");
  int count = PQntuples(result);
  PQclear(result);
  return count;
}

void drop(PGconn *conn) {
  PQfinish(conn);
}
