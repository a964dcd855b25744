#include "directory.h"

#include <repool/pqxx.h>
#include <string>

std::string kitchen(const std::string &url) { return phone(url, "kitchen"); }

void order(const std::string &url, const std::string &dish) {
  repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    tx.exec_params0("INSERT INTO kitchen_order (dish) VALUES ($1)", dish);
    tx.commit();
  });
}
