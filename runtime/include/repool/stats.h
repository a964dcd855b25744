/// \file
/// What the pools of this process have done and hold right now.
///
/// Counters only grow; they start at 0 in a child after fork. A snapshot is taken pool by pool, so
/// with borrows in flight its numbers need not add up to the last one. Names no database. C++11.

#ifndef REPOOL_STATS_H
#define REPOOL_STATS_H

#include <cstdint>

namespace repool {

struct Stats {
  std::uint64_t opened;   ///< connections opened
  std::uint64_t borrowed; ///< good connections lent
  std::uint64_t returned; ///< of these, given back
  std::uint64_t dropped;  ///< connections closed instead of kept: broken, unresettable, stale
  std::uint64_t failed;   ///< borrows that ended with a failed handle or an exception
  std::uint64_t timeouts; ///< of these, because the deadline passed while waiting
  std::uint64_t waiting;  ///< borrows that wait now
  std::uint64_t inUse;    ///< connections lent now
  std::uint64_t idle;     ///< connections open and not lent now
  std::uint64_t pools;    ///< pools that exist now
};

Stats stats();

} // namespace repool

#endif // REPOOL_STATS_H
