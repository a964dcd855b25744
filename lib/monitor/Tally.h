/// \file
/// What all checks so far came to, and whether a threshold is broken. Pure: times are in the
/// checks.
///
/// The percentiles are those of the last 100,000 answers, by nearest rank; failures have none.
/// Connection errors are endpoints that could not be used by a probe, and borrows that failed in
/// the service since the first check (its counter may start anew with the service).
#pragma once

#include "monitor/Check.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace repool::monitor {

/// Times of answers.
class Times {
public:
  void add(std::chrono::microseconds time);

  bool isEmpty() const { return times_.empty(); }

  /// \p percent from 1 to 100; of nothing nothing.
  std::optional<std::chrono::microseconds> percentile(unsigned percent) const;

private:
  static constexpr std::size_t Most = 100000;
  std::vector<std::chrono::microseconds> times_; ///< a ring once it is full
  std::size_t next_ = 0;
};

struct EndpointTally {
  std::string place;
  std::uint64_t failed = 0;
  Times times;
  bool isUp = false;
  bool isInUse = false; ///< the service borrowed from it between the last two checks
  std::string problem;  ///< of the last check; empty while it is up
};

struct Tally {
  explicit Tally(const std::vector<std::string> &places);

  std::uint64_t total = 0;
  std::uint64_t failed = 0;
  std::uint64_t degraded = 0; ///< of the successful ones
  std::uint64_t probeErrors = 0;
  std::uint64_t borrowErrors = 0;
  Times response;
  std::vector<EndpointTally> endpoints;
  std::optional<PoolMetrics> pools; ///< of the last check
  std::chrono::system_clock::time_point first, last;
  std::string lastProblem; ///< of the last check that failed or was degraded
  std::chrono::system_clock::time_point lastProblemAt;

  void add(const Check &check);

  std::uint64_t successful() const { return total - failed; }

  std::uint64_t connectionErrors() const { return probeErrors + borrowErrors; }

  /// Successful checks of all, 0 to 1; 1 of none.
  double uptime() const;

private:
  void addPools(const PoolMetrics &now);

  std::optional<PoolMetrics> before_; ///< the last that could be read
};

/// What a run may not exceed. Nothing stated: no failure is allowed, but none ends the run early.
struct Threshold {
  std::optional<std::uint64_t> maxFailures;
  std::optional<std::uint64_t> maxErrors; ///< connection errors

  /// Whether \p tally exceeds what was stated, so that the run is to end.
  bool endsRun(const Tally &tally) const;

  /// Which threshold is broken at the end of a run, in words; empty: none. A run without a check
  /// breaks it: it proves nothing.
  std::string broken(const Tally &tally) const;
};

} // namespace repool::monitor
