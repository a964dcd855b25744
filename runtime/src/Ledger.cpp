// Which handles are on loan to callers that have no lease: repool::borrow() and the C functions.
//
//   repool_pq_open:  borrow, write down handle -> loan, return the handle
//   repool_pq_close: known -> give back; unknown -> close it as the caller always did
//
// For all drivers: handles are addresses of live objects, so they cannot clash. Usable in a child
// after fork, where it still knows the parent's handles (and gives none of them to the client
// library). Gives nothing back itself.

#include "Fork.h"
#include "repool/lease.h"

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
