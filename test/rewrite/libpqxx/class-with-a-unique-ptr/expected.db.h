#pragma once

#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <memory>
#include <string>

class Ledger {
public:
  explicit Ledger(std::string url);
  void connect();
  bool isConnected() const;
  void disconnect();
  int entries();

private:
  std::string url_;
  repool::Lease<pqxx::connection> conn_;
};
