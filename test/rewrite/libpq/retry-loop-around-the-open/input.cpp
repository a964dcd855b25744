#include <libpq-fe.h>

#include <chrono>
#include <thread>

int persistently(const char *url) {
  PGconn *conn = nullptr;
  for (int attempt = 0; attempt < 5; ++attempt) {
    conn = PQconnectdb(url);
    if (PQstatus(conn) == CONNECTION_OK)
      break;
    PQfinish(conn);
    conn = nullptr;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  if (!conn)
    return -1;
  PGresult *result = PQexec(conn, "SELECT * FROM job");
  int rows = PQntuples(result);
  PQclear(result);
  PQfinish(conn);
  return rows;
}
