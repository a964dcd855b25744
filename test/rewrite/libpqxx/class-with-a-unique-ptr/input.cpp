#include "db.h"

Ledger::Ledger(std::string url) : url_(std::move(url)) {}

void Ledger::connect() {
  if (!conn_)
    conn_ = std::make_unique<pqxx::connection>(url_);
}

bool Ledger::isConnected() const {
  return conn_ != nullptr && conn_->is_open();
}

void Ledger::disconnect() {
  conn_.reset();
}

int Ledger::entries() {
  connect();
  pqxx::work tx(*conn_);
  return tx.exec1("SELECT count(*) FROM entry")[0].as<int>();
}
