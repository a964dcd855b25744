#include <libpq-fe.h>

class Store {
public:
  explicit Store(const char *url) : conn_(PQconnectdb(url)) {}
  ~Store() { PQfinish(conn_); }
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;

  PGconn *raw() const { return conn_; }
  bool run(const char *sql) {
    PGresult *result = PQexec(conn_, sql);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok;
  }

private:
  PGconn *conn_;
};

Store audit("dbname=audit");

bool touch(const char *url) {
  Store store(url);
  return store.run("UPDATE page SET touched = now()") && audit.run("INSERT INTO seen DEFAULT VALUES");
}
