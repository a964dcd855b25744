#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <iostream>
#include <string>

void archive(const std::string &url, int year) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  pqxx::work tx(conn);
  pqxx::result moved = tx.exec_params("DELETE FROM entry WHERE year = $1 RETURNING id", year);
  std::cerr << __func__ << ": " << moved.size() << " entries\n";
  tx.commit();
}
