/// \file
/// The threads of the runtime: they open connections while borrowers wait on the pool, and a clock
/// that wakes the pools for what is due.
///
///   post(task)   a worker runs it; false: no thread may be had, the caller runs it itself
///   wakeBy(time) tick() is called then at the latest
///
/// Threads are started when they are needed, end when there has been nothing to do for a while, and
/// take no signals, which belong to the program. Once the process exits no task is begun any more:
/// the client libraries take themselves down then. Belongs to one process: a child after fork has
/// none of its parent's threads and makes its own Workers. Knows no pool and no driver.

#ifndef REPOOL_SRC_WORKERS_H
#define REPOOL_SRC_WORKERS_H

#include "Clock.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace repool::detail {

class Workers {
public:
  using Task = std::function<void()>;

  /// \p tick does what is due and returns when the next thing will be. Lives for ever.
  explicit Workers(std::function<TimePoint(TimePoint)> tick) : tick_(std::move(tick)) {}

  Workers(const Workers &) = delete;
  Workers &operator=(const Workers &) = delete;

  /// \p task must not throw.
  bool post(Task task);

  void wakeBy(TimePoint time);

private:
  bool startThread(void (Workers::*run)());
  void work();
  void keepTime();
  static bool isExiting();

  std::function<TimePoint(TimePoint)> tick_;
  std::mutex mutex_;
  std::condition_variable hasTask_;
  std::condition_variable isDue_;
  std::deque<Task> tasks_; ///< guarded by mutex_, as all below
  std::size_t threads_ = 0;
  std::size_t idleThreads_ = 0;
  bool keepsTime_ = false;
  TimePoint next_ = TimePoint::max();
};

} // namespace repool::detail

#endif // REPOOL_SRC_WORKERS_H
