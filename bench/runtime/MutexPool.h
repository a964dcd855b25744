/// \file
/// The pool that everybody writes first: a mutex, a condition variable, a stack of connections.
///
///   take: lock, wait while empty, pop     give: lock, push, unlock, notify one
///
/// Opens all connections when made. Unfair: who comes along takes what a woken waiter was woken
/// for. No deadline, no check, no reset, no count: the least that a pool can cost.

#ifndef REPOOL_BENCH_RUNTIME_MUTEXPOOL_H
#define REPOOL_BENCH_RUNTIME_MUTEXPOOL_H

#include "Open.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace repool::bench {

class MutexPool {
public:
  MutexPool(const std::string &url, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      idle_.push_back(openOrExit(url));
  }

  MutexPool(const MutexPool &) = delete;
  MutexPool &operator=(const MutexPool &) = delete;

  ~MutexPool() {
    for (PGconn *conn : idle_)
      PQfinish(conn);
  }

  PGconn *take() {
    std::unique_lock<std::mutex> lock(mutex_);
    isFree_.wait(lock, [this] { return !idle_.empty(); });
    PGconn *const conn = idle_.back();
    idle_.pop_back();
    return conn;
  }

  void give(PGconn *conn) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      idle_.push_back(conn);
    }
    isFree_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable isFree_;
  std::vector<PGconn *> idle_; ///< guarded by mutex_
};

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_MUTEXPOOL_H
