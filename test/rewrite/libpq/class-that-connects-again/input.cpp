#include <libpq-fe.h>

class Store {
public:
  ~Store() { PQfinish(conn_); }
  void connect(const char *url) { conn_ = PQconnectdb(url); }
  void run(const char *sql) { PQclear(PQexec(conn_, sql)); }

private:
  PGconn *conn_ = nullptr;
};

void touchBoth(const char *first, const char *second) {
  Store store;
  store.connect(first);
  store.run("UPDATE page SET touched = now()");
  store.connect(second);
  store.run("UPDATE page SET touched = now()");
}
