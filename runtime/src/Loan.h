/// \file
/// Borrowing as the core itself does it: which thread asks, and a question to a database over a
/// connection of its pool.

#ifndef REPOOL_SRC_LOAN_H
#define REPOOL_SRC_LOAN_H

#include "Pool.h"

#include <string>

namespace repool::detail {

/// A number for each thread, never used twice.
Holder thisThread();

/// The identity of the database behind \p leg; "" and \p failure if it cannot be asked.
std::string identityThrough(const Leg &leg, TimePoint deadline, Failure &failure);

} // namespace repool::detail

#endif // REPOOL_SRC_LOAN_H
