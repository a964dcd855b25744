#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <iostream>
#include <string>

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::string article;
  while (std::getline(std::cin, article)) {
    repool::withDatabase(repool::pqxx(argv[1]), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      pqxx::result rows = tx.exec_params("SELECT price FROM article WHERE name = $1", article);
      std::cout << (rows.empty() ? "unknown" : rows[0][0].c_str()) << '\n';
    });
  }
  return 0;
}
