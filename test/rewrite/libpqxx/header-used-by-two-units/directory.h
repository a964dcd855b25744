#pragma once

#include <pqxx/pqxx>

#include <string>

inline std::string phone(const std::string &url, const std::string &name) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  pqxx::row row = tx.exec_params1("SELECT phone FROM directory WHERE name = $1", name);
  tx.commit();
  return row[0].as<std::string>();
}
