/// \file
/// Checks and answers for the tests, said in one line.
#pragma once

#include "monitor/Check.h"

namespace repool::monitor {

inline Answer good(int milliseconds) {
  return {true, std::chrono::milliseconds(milliseconds), ""};
}

inline Answer bad(const std::string &problem) {
  return {false, std::chrono::milliseconds(1), problem};
}

/// \p second seconds after the epoch.
inline Check checkOf(int second, std::vector<Answer> endpoints,
                     std::optional<Answer> url = std::nullopt,
                     std::optional<PoolMetrics> pools = std::nullopt) {
  return {std::chrono::system_clock::time_point(std::chrono::seconds(second)), std::move(endpoints),
          std::move(url), std::move(pools)};
}

inline PoolState poolOf(const std::string &place, std::uint64_t borrowed) {
  PoolState pool;
  pool.place = place;
  pool.borrowed = borrowed;
  return pool;
}

} // namespace repool::monitor
