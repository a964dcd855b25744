#pragma once

#include <pqxx/pqxx>

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
  std::unique_ptr<pqxx::connection> conn_;
};
