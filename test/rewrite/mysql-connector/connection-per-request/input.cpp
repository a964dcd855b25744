#include "connector.h"

bool plain(const std::string &host) {
  sql::Driver *driver = sql::mysql::get_driver_instance();
  sql::Connection *con = driver->connect(host, "app", "secret");
  con->setSchema("shop");
  sql::Statement *statement = con->createStatement();
  const bool any = statement->executeQuery("SELECT 1 FROM users")->next();
  delete statement;
  delete con;
  return any;
}

bool smart(const std::string &host) {
  std::unique_ptr<sql::Connection> con(
      sql::mysql::get_driver_instance()->connect(host, "app", "secret"));
  return con->createStatement() != nullptr;
}

class Store {
public:
  explicit Store(const std::string &host)
      : driver_(sql::mysql::get_driver_instance()), con_(driver_->connect(host, "app", "secret")) {}

private:
  sql::Driver *driver_;
  std::shared_ptr<sql::Connection> con_;
};

void stores(const std::string &host) {
  Store store(host);
}
