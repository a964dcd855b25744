#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>
#include <string>

using ConnectionPtr = std::unique_ptr<pqxx::connection>;

static int count(pqxx::connection *conn, const char *table) {
  pqxx::work tx(*conn);
  return tx.exec1("SELECT count(*) FROM " + conn->quote_name(table))[0].as<int>();
}

int sum(const std::string &first, const std::string &second) {
  repool::Lease<pqxx::connection> a(repool::withDatabase(repool::pqxx(first)));
  repool::Lease<pqxx::connection> b = nullptr;
  if (!second.empty())
    b.borrow(repool::pqxx(second));
  int result = count(a.get(), "item");
  if (b)
    result += count(b.get(), "item");
  a.reset();
  if (a == nullptr && b != nullptr)
    b = nullptr;
  return result;
}

int retry(const std::string &url) {
  repool::Lease<pqxx::connection> conn;
  try {
    conn.reset(repool::withDatabase(repool::pqxx(url)));
  } catch (const pqxx::broken_connection &) {
    conn = repool::withDatabase(repool::pqxx("dbname=fallback"));
  }
  return count(&*conn, "item");
}
