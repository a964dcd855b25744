/// \file
/// One borrower that waits for a connection: where the pool leaves what it got.
///
/// Lives on the borrower's stack. The outcome is written under the pool's lock and announced
/// without it; whoever took the waiter out of the queue announces exactly once.

#ifndef REPOOL_SRC_WAITER_H
#define REPOOL_SRC_WAITER_H

#include "Connector.h"
#include "Pool.h"
#include "Slots.h"

#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>
#include <semaphore.h>

#if defined(__SANITIZE_THREAD__)
#define REPOOL_UNDER_TSAN
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define REPOOL_UNDER_TSAN
#endif
#endif
#ifdef REPOOL_UNDER_TSAN
extern "C" void __tsan_acquire(void *address); // NOLINT: the sanitizer's own name
#endif

namespace repool::detail {

struct Waiter {
  Grant grant;                            ///< if there is no failure
  std::unique_ptr<Connection> connection; ///< what was in the place
  TimePoint idleSince;
  Failure failure;
  TimePoint asked;
  Origin origin;

  Waiter() { sem_init(&done_, 0, 0); }

  ~Waiter() { sem_destroy(&done_); }

  Waiter(const Waiter &) = delete;
  Waiter &operator=(const Waiter &) = delete;

  /// The waiter may be gone as soon as it has seen this; sem_post() does not look at it afterwards
  /// (glibc since 2.21, sem_post(3)).
  void announce() { sem_post(&done_); }

  /// True once, for one announcement.
  bool waitUntil(TimePoint deadline) {
    const auto since = deadline.time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
    timespec end{};
    end.tv_sec = static_cast<std::time_t>(seconds.count());
    end.tv_nsec = static_cast<long>(std::chrono::nanoseconds(since - seconds).count());
    for (;;) {
      if (sem_clockwait(&done_, CLOCK_MONOTONIC, &end) == 0) {
#ifdef REPOOL_UNDER_TSAN
        __tsan_acquire(&done_); // it knows sem_wait() and sem_post(), and not sem_clockwait()
#endif
        return true;
      }
      if (errno != EINTR) // ETIMEDOUT
        return false;
    }
  }

  /// For one that is no longer in the queue: the announcement is on its way.
  void wait() {
    while (sem_wait(&done_) != 0) {
    } // EINTR: signals are the program's own affair
  }

private:
  /// Not a condition variable: who is woken from that takes a mutex which the one who wakes still
  /// holds, and sleeps once more at every hand-over.
  sem_t done_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_WAITER_H
