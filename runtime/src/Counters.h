/// \file
/// What all pools of a process count together; see repool::Stats for what each means.

#ifndef REPOOL_SRC_COUNTERS_H
#define REPOOL_SRC_COUNTERS_H

#include <atomic>
#include <cstdint>

namespace repool::detail {

class Counter {
public:
  void add() noexcept { value_.fetch_add(1, std::memory_order_relaxed); }

  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
  std::atomic<std::uint64_t> value_{0};
};

struct Counters {
  Counter opened;
  Counter borrowed;
  Counter returned;
  Counter dropped;
  Counter failed;
  Counter timeouts;
  Counter directLent;
  Counter directReturned;
};

} // namespace repool::detail

#endif // REPOOL_SRC_COUNTERS_H
