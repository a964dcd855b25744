#include "Ledger.h"

#include <mutex>
#include <pthread.h>
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

// Held across fork, so that the child finds it whole. Nothing waits for anything else under it.
[[maybe_unused]] const int registered =
    pthread_atfork([] { ledger().mutex.lock(); }, [] { ledger().mutex.unlock(); },
                   [] { ledger().mutex.unlock(); });

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
