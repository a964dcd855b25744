/// \file
/// Where the primary stood, and when: enough to say how old the data of a replica are; pure.
///
///   add(t, position)      -> kept while it can prove anything
///   provedBy(position)    -> the latest t at which the primary had no more than that
///
/// Only positions are compared and only our own clock is read, by the caller. Bounded. No lock.

#ifndef REPOOL_SRC_SAMPLES_H
#define REPOOL_SRC_SAMPLES_H

#include "Clock.h"

#include <algorithm>
#include <cstdint>
#include <deque>

namespace repool::detail {

class Samples {
public:
  /// \p asOf: before the primary was asked. What is older than \p maxAge proves nothing any more.
  void add(TimePoint asOf, std::uint64_t position, Milliseconds maxAge) {
    if (!samples_.empty() && position < samples_.back().position)
      samples_.clear(); // another history
    if (!samples_.empty() && position == samples_.back().position)
      samples_.back().asOf = asOf; // nothing was written in between
    else
      samples_.push_back({asOf, position});
    while (samples_.size() > 1 && asOf - samples_.front().asOf > maxAge)
      samples_.pop_front();
    if (samples_.size() > Most)
      thinOut();
  }

  void clear() { samples_.clear(); }

  bool isEmpty() const { return samples_.empty(); }

  /// Where the primary stood last; there must be a sample.
  std::uint64_t last() const { return samples_.back().position; }

  /// TimePoint() if nothing is proved.
  TimePoint provedBy(std::uint64_t position) const {
    const auto after =
        std::partition_point(samples_.begin(), samples_.end(),
                             [&](const Sample &sample) { return sample.position <= position; });
    return after == samples_.begin() ? TimePoint() : std::prev(after)->asOf;
  }

private:
  static constexpr std::size_t Most = 1024;

  struct Sample {
    TimePoint asOf;
    std::uint64_t position;
  };

  // Every other one of the older half: a limit of days needs no steps of seconds.
  void thinOut() {
    std::deque<Sample> kept;
    for (std::size_t i = 0; i < samples_.size(); ++i)
      if (i % 2 == 0 || i > samples_.size() / 2)
        kept.push_back(samples_[i]);
    samples_.swap(kept);
  }

  std::deque<Sample> samples_; ///< oldest first, positions grow
};

} // namespace repool::detail

#endif // REPOOL_SRC_SAMPLES_H
