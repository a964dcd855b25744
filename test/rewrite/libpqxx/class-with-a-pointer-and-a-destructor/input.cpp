#include <pqxx/pqxx>

#include <string>

class Store {
public:
  explicit Store(const std::string &url) { conn_ = new pqxx::connection(url); }

  Store(const Store &) = delete;

  ~Store() { delete conn_; }

  void add(const std::string &name) {
    pqxx::work tx(*conn_);
    tx.exec_params0("INSERT INTO store (name) VALUES ($1)", name);
    tx.commit();
  }

  int size() {
    pqxx::work tx(*conn_);
    return tx.exec1("SELECT count(*) FROM store")[0].as<int>();
  }

private:
  pqxx::connection *conn_ = nullptr;
};

int handle(const std::string &url, const std::string &name) {
  Store store(url);
  store.add(name);
  return store.size();
}
