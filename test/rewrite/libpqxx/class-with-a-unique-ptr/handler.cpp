#include "db.h"

int countEntries(const std::string &url) {
  Ledger ledger(url);
  return ledger.entries();
}
