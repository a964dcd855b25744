#include "Workers.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <pthread.h>
#include <thread>
#include <utility>

namespace repool::detail {

namespace {

constexpr std::size_t MostThreads = 64;
constexpr std::chrono::seconds IdleThread(10);

std::atomic<bool> exiting{false};
std::atomic<int> running{0};

// Tasks that run when the process exits get a moment to end: what they use is taken down next.
void whenExiting() {
  exiting.store(true);
  const TimePoint deadline = Clock::now() + Milliseconds(200);
  while (running.load() > 0 && Clock::now() < deadline)
    std::this_thread::sleep_for(Milliseconds(1));
}

// A task is counted before it looks whether the process exits, so that either sees the other.
class Running {
public:
  Running() { running.fetch_add(1); }

  Running(const Running &) = delete;
  Running &operator=(const Running &) = delete;

  ~Running() { running.fetch_sub(1); }
};

} // namespace

bool Workers::isExiting() {
  return exiting.load();
}

bool Workers::post(Task task) {
  if (isExiting())
    return false;
  std::unique_lock<std::mutex> lock(mutex_);
  if (idleThreads_ <= tasks_.size() && threads_ < MostThreads) {
    if (startThread(&Workers::work))
      ++threads_;
    else if (threads_ == 0)
      return false;
  }
  tasks_.push_back(std::move(task));
  hasTask_.notify_one();
  return true;
}

void Workers::wakeBy(TimePoint time) {
  if (isExiting())
    return;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (time >= next_)
    return;
  next_ = time;
  if (keepsTime_)
    isDue_.notify_one();
  else
    keepsTime_ = startThread(&Workers::keepTime);
}

// With all signals blocked: the program's handlers must not run on a stack they do not expect.
bool Workers::startThread(void (Workers::*run)()) {
  static const int registered = std::atexit(whenExiting);
  static_cast<void>(registered);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool isStarted = true;
  try {
    std::thread([this, run] { (this->*run)(); }).detach();
  } catch (...) {
    isStarted = false;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return isStarted;
}

void Workers::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    ++idleThreads_;
    const bool hasTask =
        hasTask_.wait_for(lock, IdleThread, [&] { return !tasks_.empty() || isExiting(); });
    --idleThreads_;
    if (!hasTask || isExiting()) {
      --threads_;
      return;
    }
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    {
      const Running isRunning;
      if (!isExiting())
        task();
    }
    lock.lock();
  }
}

// Ends when nothing is due for a while, so that a program that stopped using its database has no
// thread of ours.
void Workers::keepTime() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    const TimePoint until = std::min(next_, Clock::now() + IdleThread);
    // Wakes for an earlier time too, to sleep until that one.
    isDue_.wait_until(lock, until, [&] { return next_ < until || isExiting(); });
    const TimePoint now = Clock::now();
    if (isExiting() || (next_ == TimePoint::max() && now >= until)) {
      keepsTime_ = false;
      return;
    }
    if (now < next_)
      continue;
    next_ = TimePoint::max();
    lock.unlock();
    TimePoint next = TimePoint::max();
    {
      const Running isRunning;
      if (!isExiting())
        next = tick_(now);
    }
    lock.lock();
    next_ = std::min(next_, next);
  }
}

} // namespace repool::detail
