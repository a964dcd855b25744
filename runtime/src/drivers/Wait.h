/// \file
/// Waits for a socket until a deadline.
///
/// For drivers that speak without blocking, between two steps of a protocol. A signal does not end
/// the wait. Reads and writes nothing: what a socket that failed means is the caller's to say, who
/// may have a client library that finds out by itself.

#ifndef REPOOL_SRC_DRIVERS_WAIT_H
#define REPOOL_SRC_DRIVERS_WAIT_H

#include "../Clock.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace repool::detail {

enum class Waited {
  Ready, ///< for one of the events, or closed
  Late,  ///< the time is over
  Failed ///< poll(2) refused
};

/// \p events as for poll(2).
inline Waited waitFor(int socket, short events, TimePoint deadline) noexcept {
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - Clock::now()).count();
    if (left <= 0)
      return Waited::Late;
    pollfd waited = {socket, events, 0};
    const int ready = poll(&waited, 1, static_cast<int>(std::min<long long>(left, 1 << 30)));
    if (ready > 0)
      return Waited::Ready;
    if (ready < 0 && errno != EINTR)
      return Waited::Failed;
  }
}

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_WAIT_H
