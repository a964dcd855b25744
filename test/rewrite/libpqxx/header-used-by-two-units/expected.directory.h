#pragma once

#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

inline std::string phone(const std::string &url, const std::string &name) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
    pqxx::work tx(conn);
    pqxx::row row = tx.exec_params1("SELECT phone FROM directory WHERE name = $1", name);
    tx.commit();
    return row[0].as<std::string>();
  });
}
