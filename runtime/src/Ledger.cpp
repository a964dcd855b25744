#include "Ledger.h"

#include "Fork.h"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace repool::detail {

namespace {

struct Ledger {
  std::mutex mutex;
  std::unordered_map<void *, Loan> loans; ///< guarded by mutex
};

Ledger &ledger() {
  static Ledger *const ledger = new Ledger;
  return *ledger;
}

[[maybe_unused]] const bool isHeld = holdAcrossFork(ledger().mutex);

} // namespace

void *writeDown(Loan loan) {
  void *const handle = loan.handle();
  if (!handle || loan.code() != 0)
    return loan.disown();
  const std::lock_guard<std::mutex> lock(ledger().mutex);
  ledger().loans[handle] = std::move(loan);
  return handle;
}

Loan takeOut(void *handle) noexcept {
  const std::lock_guard<std::mutex> lock(ledger().mutex);
  const auto found = ledger().loans.find(handle);
  if (found == ledger().loans.end())
    return Loan();
  Loan loan = std::move(found->second);
  ledger().loans.erase(found);
  return loan;
}

} // namespace repool::detail
