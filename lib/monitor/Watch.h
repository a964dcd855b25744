/// \file
/// The loop: a round of probes at each interval, until there is a reason to end.
///
///   probes + schedule -> Check -> Tally -> whoever looks on
///
/// All probes of a round run at the same time, each in a thread of its own, so that one that hangs
/// delays no other. A round that takes longer than the interval leaves out those that it has
/// missed. Time and waiting are given, so that tests need neither.
#pragma once

#include "monitor/Endpoint.h"
#include "monitor/Tally.h"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace repool::monitor {

struct Watched {
  std::vector<Endpoint> endpoints;
  Probe url;                                                                  ///< may be empty
  std::function<std::optional<PoolMetrics>(std::chrono::milliseconds)> pools; ///< may be empty
};

struct Schedule {
  std::chrono::milliseconds interval{10000};
  std::chrono::milliseconds timeout{5000}; ///< of each probe
  std::optional<std::chrono::milliseconds> length;
  std::optional<std::uint64_t> checks;
  Threshold threshold;
};

struct Clocks {
  std::function<std::chrono::steady_clock::time_point()> now;
  std::function<std::chrono::system_clock::time_point()> date;
  /// False: the user wants the end.
  std::function<bool(std::chrono::steady_clock::time_point)> waitUntil;
};

/// Told of each check when it has been counted; false ends the run.
using OnCheck = std::function<bool(const Check &, const Tally &)>;

/// Returns what all checks came to.
Tally watch(const Watched &watched, const Schedule &schedule, const Clocks &clocks,
            const OnCheck &onCheck);

} // namespace repool::monitor
