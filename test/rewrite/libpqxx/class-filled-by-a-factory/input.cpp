#include <pqxx/pqxx>

#include <string>

static pqxx::connection connect(const std::string &name) {
  return pqxx::connection("dbname=" + name);
}

class Users {
public:
  Users() : conn_(connect("users")) {}

  explicit Users(const std::string &url) : conn_{url}, named_(true) {}

  bool has(int id) {
    pqxx::work tx(conn_);
    return named_ || !tx.exec_params("SELECT 1 FROM users WHERE id = $1", id).empty();
  }

private:
  pqxx::connection conn_;
  bool named_ = false;
};

bool known(int id) {
  Users users;
  return users.has(id);
}
