#include <pqxx/pqxx>

#include <string>

class Repository {
public:
  explicit Repository(const std::string &url) : conn_(url) {}

  int size() {
    pqxx::work tx(conn_);
    return tx.exec1("SELECT count(*) FROM item")[0].as<int>();
  }

private:
  pqxx::connection conn_;
};

int handle(const std::string &url) {
  Repository repository(url);
  return repository.size();
}
