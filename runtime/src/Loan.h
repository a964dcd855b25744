/// \file
/// Borrowing as the core itself does it: which thread asks, and a question to a database over a
/// connection of its pool.

#ifndef REPOOL_SRC_LOAN_H
#define REPOOL_SRC_LOAN_H

#include "Pool.h"

#include <optional>
#include <string>

namespace repool::detail {

/// While it lives, this thread borrows from no replica: what it reads must be new.
class PrimaryOnly {
public:
  PrimaryOnly() noexcept;
  PrimaryOnly(const PrimaryOnly &) = delete;
  PrimaryOnly &operator=(const PrimaryOnly &) = delete;
  ~PrimaryOnly();
};

/// A number for each thread, never used twice.
Holder thisThread();

/// What came of a question besides its answer.
struct Asked {
  TimePoint at;            ///< when the connection was there and the question was about to be sent
  bool isAnswered = false; ///< there was a connection, and it is not broken
  bool isStale = false;    ///< the leg has ended
  Failure failure;
};

/// Where the server behind \p leg stands.
std::optional<Standing> standingThrough(const Leg &leg, TimePoint deadline, Asked &asked);

/// The identity of the database behind \p leg; "" and \p failure if it cannot be asked.
std::string identityThrough(const Leg &leg, TimePoint deadline, Failure &failure);

} // namespace repool::detail

#endif // REPOOL_SRC_LOAN_H
