#include <pqxx/pqxx>

#include <memory>
#include <string>

static std::shared_ptr<pqxx::connection> connect(const std::string &url) {
  return std::make_shared<pqxx::connection>(url);
}

int tables(const std::string &url) {
  auto conn = std::make_shared<pqxx::connection>(url);
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM pg_tables")[0].as<int>();
}

int views(const std::string &url) {
  std::shared_ptr<pqxx::connection> conn = connect(url);
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM pg_views")[0].as<int>();
}
