/// \file
/// What a borrower does right now and since when, so that a call that never ends is seen too.
///
/// The runtime answers for borrowing (its deadline) and giving back (its limit on a reset). What
/// happens in between is between the site and its server, as it was without the runtime; it has a
/// bound only because no fault lasts. Written by one thread, read by the one that watches.

#ifndef REPOOL_TEST_RUNTIME_SOAK_PHASES_H
#define REPOOL_TEST_RUNTIME_SOAK_PHASES_H

#include "Verdict.h"
#include "servers/Waiting.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace repool::test {

enum class Phase { Idle, Borrows, Works, GivesBack, WaitsForChild };

class Phases {
public:
  using Limits = std::array<Milliseconds, 5>; ///< by phase

  explicit Phases(const Limits &limits) : limits_(limits) {}

  Phase now() const { return phase_.load(std::memory_order_relaxed); }

  /// \p what lives as long as the program.
  void enter(Phase phase, const char *what) {
    const Milliseconds ended = elapsed();
    Milliseconds &longest = longest_[static_cast<std::size_t>(now())];
    longest = std::max(longest, ended);
    since_.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    phase_.store(phase, std::memory_order_release);
    what_.store(what, std::memory_order_relaxed);
  }

  /// Called by the watching thread, often enough that no phase that is too long escapes it.
  void check(Verdict &verdict) const {
    const Phase phase = phase_.load(std::memory_order_acquire);
    const Milliseconds taken = elapsed();
    const Milliseconds limit = limits_[static_cast<std::size_t>(phase)];
    if (phase != Phase::Idle && taken > limit && phase == now())
      verdict.broken("a call (" + std::string(what_) + ") " + nameOf(phase) + " for " +
                     std::to_string(taken.count()) + " ms, which must end within " +
                     std::to_string(limit.count()) + " ms");
  }

  /// "dirty works since 120 ms".
  std::string said() const {
    return std::string(what_.load(std::memory_order_relaxed)) + " " + nameOf(now()) + " since " +
           std::to_string(elapsed().count()) + " ms";
  }

  /// Of the thread's own phases so far; read when the thread has ended.
  Milliseconds longest(Phase phase) const { return longest_[static_cast<std::size_t>(phase)]; }

  static const char *nameOf(Phase phase) {
    static const char *const names[] = {"idles", "borrows", "works", "gives back",
                                        "waits for its child"};
    return names[static_cast<std::size_t>(phase)];
  }

private:
  Milliseconds elapsed() const {
    const Clock::duration since(since_.load(std::memory_order_relaxed));
    return std::chrono::duration_cast<Milliseconds>(Clock::now().time_since_epoch() - since);
  }

  const Limits limits_;
  std::atomic<Phase> phase_{Phase::Idle};
  std::atomic<const char *> what_{""};
  std::atomic<Clock::rep> since_{Clock::now().time_since_epoch().count()};
  std::array<Milliseconds, 5> longest_{};
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SOAK_PHASES_H
