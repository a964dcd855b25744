/// \file
/// The least that a first-come-first-served pool can cost: what is given back goes to the waiter
/// that has waited longest, hand to hand.
///
///   give: lock, pop the first waiter, unlock, set its word, wake it
///
/// Not a contender but a yardstick: what ours costs above this is ours, what this costs above the
/// unfair MutexPool is the price of the order. Each waiter sleeps on a word of its own and is woken
/// after the lock, which it need not take again; with a condition variable it is three switches a
/// request instead of two. No deadline, no check, no reset, no count. Linux only.

#ifndef REPOOL_BENCH_RUNTIME_FIFOPOOL_H
#define REPOOL_BENCH_RUNTIME_FIFOPOOL_H

#include "Open.h"

#include <atomic>
#include <cstdint>
#include <linux/futex.h>
#include <mutex>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>
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
    Waiter self;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!idle_.empty()) {
        PGconn *const conn = idle_.back();
        idle_.pop_back();
        return conn;
      }
      (last_ ? last_->next : first_) = &self;
      last_ = &self;
    }
    while (self.isServed.load(std::memory_order_acquire) == 0)
      syscall(SYS_futex, &self.isServed, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    return self.conn;
  }

  void give(PGconn *conn) {
    Waiter *served = nullptr;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      served = first_;
      if (!served) {
        idle_.push_back(conn);
        return;
      }
      first_ = served->next;
      if (!first_)
        last_ = nullptr;
    }
    served->conn = conn;
    // The waiter may go as soon as it sees this; the kernel only compares the address afterwards.
    std::atomic<std::uint32_t> *const word = &served->isServed;
    word->store(1, std::memory_order_release);
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

private:
  struct Waiter {
    std::atomic<std::uint32_t> isServed{0};
    PGconn *conn = nullptr;
    Waiter *next = nullptr;
  };

  std::mutex mutex_;
  std::vector<PGconn *> idle_; ///< guarded by mutex_
  Waiter *first_ = nullptr;    ///< guarded by mutex_
  Waiter *last_ = nullptr;     ///< guarded by mutex_
};

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_FIFOPOOL_H
