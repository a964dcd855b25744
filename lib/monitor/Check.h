/// \file
/// What one round of probes came to.
///
///   Probe(timeout) -> Answer;   the answers of one round -> Check
///
/// A check succeeds if users were served: the health URL answered, and the chain has an endpoint
/// that did. One that has lost an endpoint beside these is degraded, which is a success that says
/// so.
#pragma once

#include "monitor/PoolMetrics.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace repool::monitor {

struct Answer {
  bool isGood = false;
  std::chrono::microseconds took{};
  std::string problem; ///< one line without a secret; empty if it is good
};

/// Gives up after about the given time. Called from a thread of its own, one call at a time.
using Probe = std::function<Answer(std::chrono::milliseconds timeout)>;

struct Check {
  std::chrono::system_clock::time_point at;
  std::vector<Answer> endpoints;    ///< in the order of the chain
  std::optional<Answer> url;        ///< nothing: no URL is probed
  std::optional<PoolMetrics> pools; ///< nothing: the service's metrics could not be read

  bool isGood() const;
  bool isDegraded() const;

  /// The URL's answer; without a URL that of the endpoint which serves.
  const Answer *response() const;

  /// Why it failed or is degraded, with the \p places of the endpoints; empty if neither.
  std::string problem(const std::vector<std::string> &places) const;
};

} // namespace repool::monitor
