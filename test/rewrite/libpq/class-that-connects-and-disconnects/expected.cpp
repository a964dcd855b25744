#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>

class Store {
public:
  explicit Store(std::string url) : url_(std::move(url)) {}
  ~Store() { disconnect(); }

  bool connect() {
    conn_ = repool_pq_open(url_.c_str());
    return PQstatus(conn_) == CONNECTION_OK;
  }

  PGresult *query(const char *sql) { return PQexec(conn_, sql); }

  void disconnect() {
    repool_pq_close(conn_);
    conn_ = nullptr;
  }

private:
  std::string url_;
  PGconn *conn_ = nullptr;
};

int items(const std::string &url) {
  Store store(url);
  if (!store.connect())
    return -1;
  PGresult *result = store.query("SELECT * FROM item");
  int rows = PQntuples(result);
  PQclear(result);
  return rows;
}
