#include <pqxx/pqxx>

#include <memory>
#include <string>

using ConnectionPtr = std::unique_ptr<pqxx::connection>;

static int count(pqxx::connection *conn, const char *table) {
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM " + conn->quote_name(table))[0].as<int>();
}

int sum(const std::string &first, const std::string &second) {
  ConnectionPtr a(new pqxx::connection(first));
  std::unique_ptr<pqxx::connection> b = nullptr;
  if (!second.empty())
    b = std::unique_ptr<pqxx::connection>(new pqxx::connection(second));
  int result = count(a.get(), "item");
  if (b)
    result += count(b.get(), "item");
  a.reset();
  if (a == nullptr && b != nullptr)
    b = nullptr;
  return result;
}

int retry(const std::string &url) {
  std::unique_ptr<pqxx::connection> conn;
  try {
    conn.reset(new pqxx::connection(url));
  } catch (const pqxx::broken_connection &) {
    conn = std::make_unique<pqxx::connection>("dbname=fallback");
  }
  return count(&*conn, "item");
}
