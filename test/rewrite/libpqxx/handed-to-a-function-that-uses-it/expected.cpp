#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

static int next(pqxx::connection &conn, const char *sequence) {
  pqxx::work tx(conn);
  pqxx::row row = tx.exec_params1("SELECT nextval($1)", sequence);
  tx.commit();
  return row[0].as<int>();
}

int invoiceNumber(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    int year = 2000;
    return year * 100000 + next(conn, "invoice");
  });
}
