#include <pqxx/pqxx>

#include <string>

int stock(const std::string &url, int article) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("SELECT amount FROM stock WHERE article = $1", article);
  return rows.empty() ? 0 : rows[0][0].as<int>();
}
