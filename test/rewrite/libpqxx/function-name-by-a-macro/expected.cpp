#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <cassert>
#include <cstdio>
#include <string>

#define LOG(text) std::fprintf(stderr, "%s: %s\n", __FUNCTION__, text)

void close(const std::string &url, int account) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  pqxx::work tx(conn);
  LOG("closing an account");
  tx.exec_params0("UPDATE account SET closed = true WHERE id = $1", account);
  tx.commit();
}

void reopen(const std::string &url, int account) {
  auto connLease = repool::withDatabase(repool::pqxx(url));
  pqxx::connection &conn = *connLease;
  pqxx::work tx(conn);
  pqxx::result rows = tx.exec_params("UPDATE account SET closed = false WHERE id = $1", account);
  assert(rows.affected_rows() == 1);
  tx.commit();
}
