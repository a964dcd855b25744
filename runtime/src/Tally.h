/// \file
/// What a pool counts. Plain numbers: the pool adds to them under its lock, which it holds anyway.

#ifndef REPOOL_SRC_TALLY_H
#define REPOOL_SRC_TALLY_H

#include "Clock.h"

#include <array>
#include <cstdint>

namespace repool::detail {

/// Durations by powers of two of a microsecond: bucket i counts those below 2^i us, the last one
/// all others.
class Histogram {
public:
  static constexpr std::size_t Buckets = 26; ///< up to 16.8 s, and the rest

  void add(Clock::duration duration) {
    const auto us = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(duration).count());
    std::size_t bucket = 0;
#if defined(__GNUC__)
    bucket = us == 0 ? 0 : 64 - static_cast<std::size_t>(__builtin_clzll(us));
#else
    while ((us >> bucket) != 0)
      ++bucket;
#endif
    ++counts_[bucket < Buckets ? bucket : Buckets - 1];
    sum_ += duration;
  }

  std::uint64_t countOf(std::size_t bucket) const { return counts_[bucket]; }

  Clock::duration sum() const { return sum_; }

private:
  std::array<std::uint64_t, Buckets> counts_ = {};
  Clock::duration sum_{0};
};

/// Names as in repool::Stats.
struct Tally {
  std::uint64_t opened = 0;
  std::uint64_t borrowed = 0;
  std::uint64_t returned = 0;
  std::uint64_t dropped = 0;
  std::uint64_t timeouts = 0;
  std::uint64_t queueFull = 0;
  std::uint64_t nestedRefused = 0;
  std::uint64_t dials = 0;
  std::uint64_t dialFailures = 0;
  std::uint64_t deadReplaced = 0;
  std::uint64_t lost = 0;
  std::uint64_t pings = 0;
  std::uint64_t resets = 0;
  std::uint64_t rollbacks = 0;
  std::uint64_t retries = 0;
  std::uint64_t fallbacks = 0;
  std::uint64_t breakerOpened = 0;
  std::uint64_t refusedAtOnce = 0;
  std::uint64_t foreign = 0;
  std::uint64_t leaks = 0;
  /// The counters; not the histograms.
  Tally &operator+=(const Tally &other);

  Histogram waited; ///< from asking to having, good borrows only
  Histogram held;
  Histogram dialed;
};

} // namespace repool::detail

#endif // REPOOL_SRC_TALLY_H
