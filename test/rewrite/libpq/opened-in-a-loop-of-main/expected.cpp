#include <libpq-fe.h>
#include <repool/pq.h>

#include <chrono>
#include <cstdio>
#include <thread>

int main() {
  for (;;) {
    auto connLease = repool::withDatabase(repool::pq("dbname=shop"));
    PGconn *conn = connLease.get();
    if (PQstatus(conn) == CONNECTION_OK) {
      PGresult *result = PQexec(conn, "DELETE FROM session WHERE expired < now()");
      std::printf("%s sessions expired\n", PQcmdTuples(result));
      PQclear(result);
    }
    connLease.release();
    std::this_thread::sleep_for(std::chrono::minutes(1));
  }
}
