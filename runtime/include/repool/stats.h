/// \file
/// What the pools of this process have done and hold right now.
///
/// Counters only grow; they start at 0 in a child after fork. A snapshot is taken pool by pool, so
/// with borrows in flight its numbers need not add up to the last one. Stats names no database;
/// the Prometheus text names server, port, database and user of each pool, never a secret.
/// Thread-safe, all of it. C++11.

#ifndef REPOOL_STATS_H
#define REPOOL_STATS_H

#include <cstdint>
#include <iosfwd>
#include <string>

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
  std::uint64_t pools;    ///< kinds of sessions that are pooled now; several may share one `max`

  std::uint64_t queueFull;     ///< borrows refused because too many waited
  std::uint64_t nestedRefused; ///< borrows refused because they might have waited for themselves
  std::uint64_t dials;         ///< attempts to open a connection for a pool
  std::uint64_t dialFailures;  ///< of these, failed
  std::uint64_t dialing;       ///< under way now
  std::uint64_t deadReplaced;  ///< idle connections found dead when they were to be lent
  std::uint64_t lost;          ///< connections that broke while they were lent
  std::uint64_t pings;         ///< long idle connections asked for an answer
  std::uint64_t resets;        ///< sessions made new
  std::uint64_t rollbacks;     ///< transactions that borrowers left open
  std::uint64_t retries;       ///< borrows that sat through a failed dial, and callbacks run again
  std::uint64_t fallbacks;     ///< borrows served by a later endpoint because an earlier one failed
  std::uint64_t breakerOpened; ///< how often a breaker opened
  std::uint64_t breakerOpen;   ///< pools whose breaker is open now
  std::uint64_t refusedAtOnce; ///< borrows refused by an open breaker
  std::uint64_t foreign;       ///< endpoints that turned out to be another database
  std::uint64_t leaks;         ///< loans that were reported as held for too long

  std::uint64_t replicaBorrows; ///< borrows marked mayBeStale() that a replica served
  std::uint64_t replicaSkips;   ///< those that the primary served, since no replica was fit
  std::uint64_t replicasFit;    ///< replicas that are fresh enough now

  std::uint64_t cacheHits;           ///< values that were kept in this process
  std::uint64_t cacheSharedHits;     ///< that the second level had
  std::uint64_t cacheMisses;         ///< that had to be made
  std::uint64_t cacheCoalesced;      ///< calls that waited for another's value instead
  std::uint64_t cacheEvictions;      ///< values that had to go for want of room
  std::uint64_t cacheInvalidations;  ///< tags that were invalidated here
  std::uint64_t cacheSharedFailures; ///< times that the second level did not answer
  std::uint64_t cacheEntries;        ///< values kept now
  std::uint64_t cacheBytes;          ///< and what they weigh
};

Stats stats();

/// Everything in Prometheus' text format 0.0.4, counters and histograms of waiting, holding and
/// dialing by pool.
void writePrometheus(std::ostream &out);

/// The same as a string.
std::string prometheus();

} // namespace repool

#endif // REPOOL_STATS_H
