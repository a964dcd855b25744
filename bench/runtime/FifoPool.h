/// \file
/// The least that a first-come-first-served pool can cost: what is given back goes to the waiter
/// that has waited longest, hand to hand, and each waiter sleeps on a condition variable of its
/// own.
///
/// Not a contender but a yardstick: what ours costs above this is ours, what this costs above the
/// unfair MutexPool is the price of the order. No deadline, no check, no reset, no count.

#ifndef REPOOL_BENCH_RUNTIME_FIFOPOOL_H
#define REPOOL_BENCH_RUNTIME_FIFOPOOL_H

#include "Open.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace repool::bench {

class FifoPool {
public:
  FifoPool(const std::string &url, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      idle_.push_back(openOrExit(url));
  }

  FifoPool(const FifoPool &) = delete;
  FifoPool &operator=(const FifoPool &) = delete;

  ~FifoPool() {
    for (PGconn *conn : idle_)
      PQfinish(conn);
  }

  PGconn *take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      PGconn *const conn = idle_.back();
      idle_.pop_back();
      return conn;
    }
    Waiter self;
    queue_.push_back(&self);
    self.isServed.wait(lock, [&] { return self.conn != nullptr; });
    return self.conn;
  }

  void give(PGconn *conn) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.empty()) {
      idle_.push_back(conn);
      return;
    }
    Waiter *const first = queue_.front();
    queue_.pop_front();
    first->conn = conn;
    first->isServed.notify_one(); // under the lock: the waiter may be gone right after it
  }

private:
  struct Waiter {
    std::condition_variable isServed;
    PGconn *conn = nullptr;
  };

  std::mutex mutex_;
  std::vector<PGconn *> idle_; ///< guarded by mutex_
  std::deque<Waiter *> queue_; ///< guarded by mutex_
};

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_FIFOPOOL_H
