/// \file
/// When to stop asking a server that does not answer, and when to ask again: pure.
///
///   Closed --3 failures within 10 s--> Open --its time is over--> HalfOpen: one probe
///      ^                                 ^                            |
///      +-------- enough good probes -----|--------- bad probe --------+   (open time doubles)
///
/// Only failures of the server's health may be told to it; SQL errors are none. A success in
/// between starts the count anew. Losing ten connections at once is one failure: only a connection
/// that was opened after the last loss counts. Results of what began before the last change of
/// state are ignored. No lock, no clock; the time is an argument.

#ifndef REPOOL_SRC_BREAKER_H
#define REPOOL_SRC_BREAKER_H

#include "Clock.h"

#include <cstdint>
#include <vector>

namespace repool::detail {

class Breaker {
public:
  enum class State { Closed, Open, HalfOpen };

  struct Settings {
    std::size_t failures = 3;
    Milliseconds window{10000};
    Milliseconds firstOpen{1000};
    Milliseconds longestOpen{30000};
    Milliseconds probeLimit{2000};  ///< a probe that has not ended by then is a bad one
    unsigned goodProbes = 1;        ///< that close it
    Milliseconds probesApart{1000}; ///< if more than one is needed
  };

  using Generation = std::uint64_t;

  explicit Breaker(Settings settings) : settings_(settings) {}

  /// The settings may change while it runs; they take effect with the next failure or probe.
  Settings &settings() { return settings_; }

  State state() const { return state_; }

  bool isClosed() const { return state_ == State::Closed; }

  /// Take it when an attempt begins, give it with the result.
  Generation generation() const { return generation_; }

  /// An attempt to open a connection failed. True if that opened the breaker. \p jitter from 0 to 1
  /// scales the open time between three quarters and five quarters.
  bool failed(Generation began, TimePoint now, double jitter);

  /// A connection that was opened at \p openedAt was lost while in use.
  bool lost(TimePoint openedAt, TimePoint now, double jitter);

  /// An attempt succeeded.
  void succeeded(Generation began);

  /// True: the caller is the one to send a probe, and tells its end. Never twice for one.
  bool beginProbe(TimePoint now);

  /// True if the breaker is closed now.
  bool endProbe(Generation began, bool isGood, TimePoint now, double jitter);

  /// When beginProbe() will say yes, if it is open or half open.
  TimePoint nextProbe() const { return nextProbe_; }

private:
  void open(TimePoint now, double jitter);
  void change(State state);

  Settings settings_;
  State state_ = State::Closed;
  Generation generation_ = 1;
  std::vector<TimePoint> failures_; ///< within the window, oldest first
  TimePoint lastLoss_ = TimePoint::min();
  Milliseconds openTime_{0};
  TimePoint nextProbe_;
  TimePoint probeDeadline_;
  unsigned goodProbes_ = 0;
  bool isProbing_ = false;
};

} // namespace repool::detail

#endif // REPOOL_SRC_BREAKER_H
