/// \file
/// Which handles are on loan to callers that have no lease: the C functions.
///
///   repool_pq_open:  borrow, write down handle -> loan, return the handle
///   repool_pq_close: known -> give back; unknown -> close it as the caller always did
///
/// For all drivers: handles are addresses of live objects, so they cannot clash. Usable in a child
/// after fork, where it still knows the parent's handles (and gives none of them to the client
/// library). Gives nothing back itself.

#ifndef REPOOL_SRC_LEDGER_H
#define REPOOL_SRC_LEDGER_H

#include "repool/lease.h"

namespace repool::detail {

/// Writes down \p loan and returns its handle. A failed one is not written down: nobody has to give
/// it back, and an address that its owner has freed must not be found here later.
void *writeDown(Loan loan);

/// Takes the loan of \p handle out; empty if there is none. Giving back is the caller's.
Loan takeOut(void *handle) noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_LEDGER_H
