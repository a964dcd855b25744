#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int stock(const std::string &url, int article) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    pqxx::result rows = tx.exec_params("SELECT amount FROM stock WHERE article = $1", article);
    return rows.empty() ? 0 : rows[0][0].as<int>();
  });
}
