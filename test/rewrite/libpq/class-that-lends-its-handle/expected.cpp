#include <libpq-fe.h>
#include <repool/pq.h>

class Store {
public:
  explicit Store(const char *url) : conn_(repool_pq_open(url)) {}
  ~Store() { repool_pq_close(conn_); }
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

int rows(const char *url) {
  Store store(url);
  PGconn *conn = store.raw();
  PGresult *result = PQexec(conn, "SELECT * FROM item");
  int n = PQntuples(result);
  PQclear(result);
  return n;
}
