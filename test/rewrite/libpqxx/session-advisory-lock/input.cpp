#include <pqxx/pqxx>

#include <string>

bool becomeLeader(const std::string &url) {
  pqxx::connection conn(url);
  pqxx::nontransaction run(conn);
  return run.exec1("SELECT pg_try_advisory_lock(4711)")[0].as<bool>();
}
