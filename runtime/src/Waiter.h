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

#include <condition_variable>
#include <memory>
#include <mutex>

namespace repool::detail {

struct Waiter {
  Grant grant;                            ///< if there is no failure
  std::unique_ptr<Connection> connection; ///< what was in the place
  TimePoint idleSince;
  Failure failure;
  TimePoint asked;
  Origin origin;

  void announce() {
    const std::lock_guard<std::mutex> lock(mutex_);
    isDone_ = true;
    isDoneChanged_.notify_one(); // under the lock: once it is free, the waiter may be gone
  }

  bool waitUntil(TimePoint deadline) {
    std::unique_lock<std::mutex> lock(mutex_);
    return isDoneChanged_.wait_until(lock, deadline, [&] { return isDone_; });
  }

  /// For one that is no longer in the queue: the announcement is on its way.
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    isDoneChanged_.wait(lock, [&] { return isDone_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable isDoneChanged_;
  bool isDone_ = false;
};

} // namespace repool::detail

#endif // REPOOL_SRC_WAITER_H
