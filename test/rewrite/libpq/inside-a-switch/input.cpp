#include <libpq-fe.h>

enum class Action { Add, Remove, Nothing };

int perform(const char *url, Action action) {
  int done = 0;
  switch (action) {
  case Action::Add: {
    PGconn *conn = PQconnectdb(url);
    PQclear(PQexec(conn, "INSERT INTO item DEFAULT VALUES"));
    PQfinish(conn);
    done = 1;
    break;
  }
  case Action::Remove:
    PGconn *conn;
    conn = PQconnectdb(url);
    PQclear(PQexec(conn, "DELETE FROM item"));
    PQfinish(conn);
    done = 1;
    break;
  case Action::Nothing:
    break;
  }
  return done;
}
