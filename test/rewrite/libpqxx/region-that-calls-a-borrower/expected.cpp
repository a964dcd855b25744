#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void audit(const std::string &url, int user) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params0("INSERT INTO audit (account) VALUES ($1)", user);
    tx.commit();
  });
}

void block(const std::string &url, int user) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params0("UPDATE account SET blocked = true WHERE id = $1", user);
    audit(url, user);
    tx.commit();
  });
}
