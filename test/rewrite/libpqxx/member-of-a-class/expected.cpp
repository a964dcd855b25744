#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

class Repository {
public:
  explicit Repository(const std::string &url) : connLease_(repool::withDatabase(repool::pqxx(url))), conn_(*connLease_) {}

  int size() {
    pqxx::work tx(conn_);
    return tx.exec1("SELECT count(*) FROM item")[0].as<int>();
  }

private:
  repool::Lease<pqxx::connection> connLease_;
  pqxx::connection &conn_;
};

int handle(const std::string &url) {
  Repository repository(url);
  return repository.size();
}
