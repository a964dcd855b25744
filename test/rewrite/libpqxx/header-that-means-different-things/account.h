#pragma once

#include <pqxx/pqxx>

#include <string>

inline void debit(const std::string &url, int cents) {
  Connection conn(url);
  conn.charge(cents);
}
