/// \file
/// The clock of the runtime: steady, so that a corrected wall clock never fires a deadline.
///
/// Deadlines, not durations, cross functions; state machines take `now` and never read the clock.

#ifndef REPOOL_SRC_CLOCK_H
#define REPOOL_SRC_CLOCK_H

#include <chrono>

namespace repool::detail {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Milliseconds = std::chrono::milliseconds;

} // namespace repool::detail

#endif // REPOOL_SRC_CLOCK_H
