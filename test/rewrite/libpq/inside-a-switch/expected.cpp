#include <libpq-fe.h>
#include <repool/pq.h>

enum class Action { Add, Remove, Nothing };

int perform(const char *url, Action action) {
  int done = 0;
  switch (action) {
  case Action::Add: {
    auto connLease = repool::withDatabase(repool::pq(url));
    PGconn *conn = connLease.get();
    PQclear(PQexec(conn, "INSERT INTO item DEFAULT VALUES"));
    connLease.release();
    done = 1;
    break;
  }
  case Action::Remove:
    PGconn *conn;
    conn = repool_pq_open(url);
    PQclear(PQexec(conn, "DELETE FROM item"));
    repool_pq_close(conn);
    done = 1;
    break;
  case Action::Nothing:
    break;
  }
  return done;
}
