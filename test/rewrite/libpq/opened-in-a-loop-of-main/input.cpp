#include <libpq-fe.h>

#include <chrono>
#include <cstdio>
#include <thread>

int main() {
  for (;;) {
    PGconn *conn = PQconnectdb("dbname=shop");
    if (PQstatus(conn) == CONNECTION_OK) {
      PGresult *result = PQexec(conn, "DELETE FROM session WHERE expired < now()");
      std::printf("%s sessions expired\n", PQcmdTuples(result));
      PQclear(result);
    }
    PQfinish(conn);
    std::this_thread::sleep_for(std::chrono::minutes(1));
  }
}
