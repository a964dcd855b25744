#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void vacuum(const std::string &url) {
  pqxx::connection conn(url); // NOLINT(repool-libpqxx): runs for an hour, once a week
  pqxx::nontransaction run(conn);
  run.exec0("VACUUM FULL");
}

void analyze(const std::string &url) {
  // NOLINTNEXTLINE
  pqxx::connection conn(url);
  pqxx::nontransaction run(conn);
  run.exec0("ANALYZE");
}

// NOLINTBEGIN(repool-*)
void reindex(const std::string &url) {
  pqxx::connection conn(url);
  pqxx::nontransaction run(conn);
  run.exec0("REINDEX DATABASE shop");
}
// NOLINTEND(repool-*)

void prune(const std::string &url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) { // NOLINT(bugprone-unused-raii)
    pqxx::work tx(conn);
    tx.exec0("DELETE FROM log");
    tx.commit();
  });
}
