#include <string>

struct Connection {
  explicit Connection(const std::string &) {}
  void charge(int cents) { total += cents; }
  int total = 0;
};

#include "account.h"

void rehearse() { debit("", 250); }
