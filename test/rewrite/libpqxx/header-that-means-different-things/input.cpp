#include <pqxx/pqxx>

struct Connection : pqxx::connection {
  explicit Connection(const std::string &url) : pqxx::connection(url) {}
  void charge(int cents) {
    pqxx::work tx(*this);
    tx.exec_params0("UPDATE account SET cents = cents - $1", cents);
    tx.commit();
  }
};

#include "account.h"

void buy(const std::string &url) { debit(url, 250); }
