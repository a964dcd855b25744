#include <libpq-fe.h>

#include <chrono>
#include <cstdlib>
#include <thread>

int poll(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PGresult *result = PQexec(conn, "SELECT pause FROM settings");
  int pause = std::atoi(PQgetvalue(result, 0, 0));
  PQclear(result);
  PQfinish(conn);
  std::this_thread::sleep_for(std::chrono::seconds(pause));
  return pause;
}
