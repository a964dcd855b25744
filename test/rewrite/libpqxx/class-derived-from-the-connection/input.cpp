#include <pqxx/pqxx>

#include <string>

struct Db : pqxx::connection {
  explicit Db(const std::string &url) : pqxx::connection(url) {}

  int number(const std::string &sql) {
    pqxx::work tx(*this);
    return tx.exec1(sql)[0].as<int>();
  }
};

int users(const std::string &url) {
  Db db(url);
  return db.number("SELECT count(*) FROM account");
}
