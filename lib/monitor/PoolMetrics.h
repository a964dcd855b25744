/// \file
/// What a service says of its pools on /metrics, as far as the dashboard shows it.
///
///   Prometheus text -> PoolMetrics
///
/// Reads the names that the runtime writes (runtime/src/Metrics.cpp) and skips everything else.
/// Text that has none of them gives nothing: a service without the runtime, or another page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace repool::monitor {

struct PoolState {
  std::string place; ///< "app@db:5432/shop"
  std::uint64_t borrowed = 0;
  std::uint64_t inUse = 0;
  std::uint64_t idle = 0;
  std::uint64_t waiting = 0;
  std::uint64_t max = 0;
  bool isBreakerOpen = false;
};

struct PoolMetrics {
  std::uint64_t failed = 0;     ///< borrows that ended without a connection, since the service runs
  std::vector<PoolState> pools; ///< in the order of the text
};

std::optional<PoolMetrics> readPoolMetrics(std::string_view text);

} // namespace repool::monitor
