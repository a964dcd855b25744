#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

static repool::Lease<pqxx::connection> connect(const std::string &name) {
  return repool::withDatabase(repool::pqxx("dbname=" + name));
}

class Users {
public:
  Users() : connLease_(connect("users")), conn_(*connLease_) {}

  explicit Users(const std::string &url) : connLease_(repool::withDatabase(repool::pqxx(url))), conn_(*connLease_), named_(true) {}

  bool has(int id) {
    pqxx::work tx(conn_);
    return named_ || !tx.exec_params("SELECT 1 FROM users WHERE id = $1", id).empty();
  }

private:
  repool::Lease<pqxx::connection> connLease_;
  pqxx::connection &conn_;
  bool named_ = false;
};

bool known(int id) {
  Users users;
  return users.has(id);
}
