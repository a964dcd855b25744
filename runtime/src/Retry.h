/// \file
/// How often and how soon to try again: backoff with full jitter, and a budget; pure.
///
/// Full jitter: AWS Architecture Blog, "Exponential Backoff And Jitter". Budget: gRPC proposal A6,
/// retry throttling. A budget is spent by failures and refilled by successes, so that when
/// everything fails the retries stop first. No lock, no clock, no source of randomness.

#ifndef REPOOL_SRC_RETRY_H
#define REPOOL_SRC_RETRY_H

#include "Clock.h"

#include <algorithm>

namespace repool::detail {

constexpr unsigned MostAttempts = 3; ///< the first one included

/// How long to wait after the \p failures-th failure in a row (from 1). \p random from 0 to 1.
inline Milliseconds backoff(unsigned failures, double random) {
  constexpr Milliseconds first(50);
  constexpr Milliseconds most(2000);
  const Milliseconds bound = std::min(most, first * (1 << std::min(failures, 7U)) / 2);
  return std::chrono::duration_cast<Milliseconds>(bound * random);
}

class RetryBudget {
public:
  void succeeded() { tokens_ = std::min(Most, tokens_ + Refill); }

  void failed() { tokens_ = std::max(0.0, tokens_ - 1); }

  bool allowsRetry() const { return tokens_ > Most / 2; }

  double tokens() const { return tokens_; }

private:
  static constexpr double Most = 100;
  static constexpr double Refill = 0.1;
  double tokens_ = Most;
};

} // namespace repool::detail

#endif // REPOOL_SRC_RETRY_H
