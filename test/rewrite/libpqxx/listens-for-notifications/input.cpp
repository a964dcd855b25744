#include <pqxx/pqxx>

#include <string>

class Counter : public pqxx::notification_receiver {
public:
  explicit Counter(pqxx::connection_base &conn) : pqxx::notification_receiver(conn, "orders") {}

  void operator()(const std::string &, int) override { ++seen; }

  int seen = 0;
};

int waitForOrder(const std::string &url) {
  pqxx::connection conn(url);
  Counter counter(conn);
  conn.await_notification(30, 0);
  return counter.seen;
}
