#include <pqxx/pqxx>

#include <memory>
#include <string>

struct Cache {
  std::unique_ptr<pqxx::connection> conn;

  void connect(const std::string &url) { conn = std::make_unique<pqxx::connection>(url); }

  int size() {
    pqxx::work tx(*conn);
    return tx.exec1("SELECT count(*) FROM cache")[0].as<int>();
  }
};

static Cache cache;

int handle(const std::string &url) {
  cache.connect(url);
  return cache.size();
}
