#include <libpq-fe.h>

class Store {
public:
  void open(const char *url) { conn_ = PQconnectdb(url); }
  void close() { PQfinish(conn_); }
  void run(const char *sql) { PQclear(PQexec(conn_, sql)); }

private:
  PGconn *conn_ = nullptr;
};

void touch(const char *url) {
  Store store;
  store.open(url);
  store.run("UPDATE page SET touched = now()");
  store.close();
}
