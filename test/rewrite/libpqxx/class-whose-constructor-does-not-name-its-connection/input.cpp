#include <pqxx/pqxx>

class Users {
public:
  Users() {}

  int size() {
    pqxx::work tx(conn_);
    return tx.exec1("SELECT count(*) FROM users")[0].as<int>();
  }

private:
  pqxx::connection conn_;
};

int handle() {
  Users users;
  return users.size();
}
