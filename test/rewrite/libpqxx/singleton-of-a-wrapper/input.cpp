#include <pqxx/pqxx>

#include <memory>
#include <string>

class Database {
public:
  explicit Database(const std::string &url) : conn_(std::make_unique<pqxx::connection>(url)) {}

  int visits() {
    pqxx::work tx(*conn_);
    return tx.exec("SELECT count(*) FROM visit")[0][0].as<int>();
  }

private:
  std::unique_ptr<pqxx::connection> conn_;
};

Database &database() {
  static Database instance("dbname=shop");
  return instance;
}

int handle() {
  return database().visits();
}
