#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

void one(const std::string &url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx{conn};
    tx.exec0("UPDATE counter SET n = n + 1");
    tx.commit();
  });
}

void two() {
  repool::withDatabase(repool::pqxx(), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec0("UPDATE counter SET n = n + 2");
    tx.commit();
  });
}

void three(const std::string &url) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec0("UPDATE counter SET n = n + 3");
    tx.commit();
  });
}
