#include <libpq-fe.h>

#include <functional>
#include <vector>

class Store {
public:
  explicit Store(const char *url) : conn_(PQconnectdb(url)) {}
  ~Store() { PQfinish(conn_); }
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;

  void run(const char *sql) { PQclear(PQexec(conn_, sql)); }

private:
  PGconn *conn_;
};

void serve(std::vector<std::function<void()>> &handlers);

void start(const char *url) {
  Store store(url);
  std::vector<std::function<void()>> handlers;
  handlers.push_back([&] { store.run("UPDATE page SET touched = now()"); });
  serve(handlers);
}
