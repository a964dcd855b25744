// What the pools have counted: as a struct, and as Prometheus' text.

#include "Registry.h"
#include "Replicas.h"

#include <algorithm>
#include <iomanip>
#include <limits>
#include <ostream>
#include <sstream>

namespace repool::detail {

namespace {

struct CounterRow {
  const char *name;
  const char *help;
  std::uint64_t Tally::*tally;
  std::uint64_t Stats::*stats;
};

constexpr CounterRow Counters[] = {
    {"opened", "Connections opened.", &Tally::opened, &Stats::opened},
    {"borrowed", "Connections lent.", &Tally::borrowed, &Stats::borrowed},
    {"returned", "Connections given back.", &Tally::returned, &Stats::returned},
    {"dropped", "Connections closed instead of kept.", &Tally::dropped, &Stats::dropped},
    {"timeouts", "Borrows whose deadline passed while waiting.", &Tally::timeouts,
     &Stats::timeouts},
    {"queue_full", "Borrows refused because too many waited.", &Tally::queueFull,
     &Stats::queueFull},
    {"nested_refused", "Borrows refused because they might have waited for themselves.",
     &Tally::nestedRefused, &Stats::nestedRefused},
    {"refused_at_once", "Borrows refused by an open breaker.", &Tally::refusedAtOnce,
     &Stats::refusedAtOnce},
    {"dials", "Attempts to open a connection.", &Tally::dials, &Stats::dials},
    {"dial_failures", "Attempts to open a connection that failed.", &Tally::dialFailures,
     &Stats::dialFailures},
    {"dead_replaced", "Idle connections found dead and replaced.", &Tally::deadReplaced,
     &Stats::deadReplaced},
    {"lost", "Connections that broke while they were lent.", &Tally::lost, &Stats::lost},
    {"pings", "Long idle connections asked for an answer.", &Tally::pings, &Stats::pings},
    {"resets", "Sessions made new.", &Tally::resets, &Stats::resets},
    {"rollbacks", "Transactions that borrowers left open.", &Tally::rollbacks, &Stats::rollbacks},
    {"retries", "Borrows that sat through a failed attempt, callbacks run again.", &Tally::retries,
     &Stats::retries},
    {"fallbacks", "Borrows that went on to the next endpoint.", &Tally::fallbacks,
     &Stats::fallbacks},
    {"breaker_opened", "How often the breaker opened.", &Tally::breakerOpened,
     &Stats::breakerOpened},
    {"foreign", "Connections that were not provably to the same database.", &Tally::foreign,
     &Stats::foreign},
    {"leaks", "Loans reported as held for too long.", &Tally::leaks, &Stats::leaks},
};

struct GaugeRow {
  const char *name;
  const char *help;
  std::size_t Pool::Gauges::*field;
};

constexpr GaugeRow Gauges[] = {
    {"in_use", "Connections lent now.", &Pool::Gauges::lent},
    {"idle", "Connections open and not lent now.", &Pool::Gauges::idle},
    {"waiting", "Borrows that wait now.", &Pool::Gauges::waiting},
    {"dialing", "Connections being opened now.", &Pool::Gauges::dialing},
    {"max", "Most connections at any instant.", &Pool::Gauges::max},
};

struct CacheRow {
  const char *name;
  const char *help;
  const char *type;
  std::uint64_t ResultCache::Counts::*count;
  std::uint64_t Stats::*stats;
};

constexpr CacheRow CacheRows[] = {
    {"hits_total", "Values that were kept in this process.", "counter", &ResultCache::Counts::hits,
     &Stats::cacheHits},
    {"shared_hits_total", "Values that the second level had.", "counter",
     &ResultCache::Counts::sharedHits, &Stats::cacheSharedHits},
    {"misses_total", "Values that had to be made.", "counter", &ResultCache::Counts::misses,
     &Stats::cacheMisses},
    {"coalesced_total", "Calls that waited for another one's value.", "counter",
     &ResultCache::Counts::coalesced, &Stats::cacheCoalesced},
    {"evictions_total", "Values that had to go for want of room.", "counter",
     &ResultCache::Counts::evictions, &Stats::cacheEvictions},
    {"invalidations_total", "Tags that were invalidated here.", "counter",
     &ResultCache::Counts::invalidations, &Stats::cacheInvalidations},
    {"shared_failures_total", "Times that the second level did not answer.", "counter",
     &ResultCache::Counts::sharedFailures, &Stats::cacheSharedFailures},
    {"entries", "Values kept now.", "gauge", &ResultCache::Counts::entries, &Stats::cacheEntries},
    {"bytes", "What these weigh.", "gauge", &ResultCache::Counts::bytes, &Stats::cacheBytes},
};

struct HistogramRow {
  const char *name;
  const char *help;
  Histogram Tally::*field;
};

constexpr HistogramRow Histograms[] = {
    {"wait_seconds", "From asking for a connection to having it.", &Tally::waited},
    {"hold_seconds", "From having a connection to giving it back.", &Tally::held},
    {"dial_seconds", "Opening a connection.", &Tally::dialed},
};

struct Snapshot {
  Pool::Gauges gauges;
  Tally tally;
};

void head(std::ostream &out, const char *name, const char *suffix, const char *help,
          const char *type) {
  out << "# HELP repool_" << name << suffix << ' ' << help << "\n# TYPE repool_" << name << suffix
      << ' ' << type << '\n';
}

// Prometheus' exposition format, "Comments, help text, and type information": label values.
std::string labelOf(const std::string &place) {
  std::string text = "pool=\"";
  for (const char c : place) {
    if (c == '\\' || c == '"')
      text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text + '"';
}

double secondsOf(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

void write(std::ostream &out, const HistogramRow &row, const Snapshot &pool) {
  const std::string label = labelOf(pool.gauges.place);
  const Histogram &histogram = pool.tally.*row.field;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < Histogram::Buckets; ++i) {
    count += histogram.countOf(i);
    out << "repool_" << row.name << "_bucket{" << label << ",le=\"";
    if (i + 1 == Histogram::Buckets)
      out << "+Inf";
    else
      out << secondsOf(std::chrono::microseconds(std::uint64_t(1) << i));
    out << "\"} " << count << '\n';
  }
  out << "repool_" << row.name << "_sum{" << label << "} " << secondsOf(histogram.sum()) << '\n';
  out << "repool_" << row.name << "_count{" << label << "} " << count << '\n';
}

} // namespace

Tally &Tally::operator+=(const Tally &other) {
  for (const CounterRow &row : Counters)
    this->*row.tally += other.*row.tally;
  return *this;
}

Stats Registry::stats() const {
  Stats stats = {};
  for (const Pool *const pool : allPools()) {
    Tally tally;
    const Pool::Gauges gauges = pool->gauges(tally);
    stats.inUse += gauges.lent;
    stats.idle += gauges.idle;
    stats.waiting += gauges.waiting;
    stats.dialing += gauges.dialing;
    stats.breakerOpen += gauges.isBreakerClosed ? 0 : 1;
    stats.pools += gauges.isServing ? gauges.shelves : 0;
    for (const CounterRow &row : Counters)
      stats.*row.stats += tally.*row.tally;
  }
  {
    const Lock lock(mutex_);
    for (const CounterRow &row : Counters)
      stats.*row.stats += ended_.*row.tally;
  }
  // Returned before opened: the difference must not become negative.
  const std::uint64_t returned = unpooled_.returned.load(std::memory_order_relaxed);
  const std::uint64_t opened = unpooled_.opened.load(std::memory_order_relaxed);
  stats.inUse += opened - returned;
  stats.opened += opened;
  stats.borrowed += opened;
  stats.returned += returned;
  stats.failed = unpooled_.failed.load(std::memory_order_relaxed);
  stats.replicaBorrows = unpooled_.replicaBorrows.load(std::memory_order_relaxed);
  stats.replicaSkips = unpooled_.replicaSkips.load(std::memory_order_relaxed);
  const TimePoint now = Clock::now();
  for (const std::shared_ptr<Replicas> &each : replicas())
    for (const Replicas::State &replica : each->states(now))
      stats.replicasFit += replica.isFit ? 1 : 0;
  const ResultCache::Counts cache = cache_.counts();
  for (const CacheRow &row : CacheRows)
    stats.*row.stats = cache.*row.count;
  return stats;
}

void Registry::writeReplicas(std::ostream &out, const Stats &all) const {
  const TimePoint now = Clock::now();
  std::vector<Replicas::State> states;
  for (const std::shared_ptr<Replicas> &each : replicas())
    for (Replicas::State &replica : each->states(now))
      if (std::none_of(states.begin(), states.end(), [&](const Replicas::State &other) {
            return other.place == replica.place; // a replica of two primaries, by our reckoning
          }))
        states.push_back(std::move(replica));
  head(out, "replica_borrows", "_total", "Borrows that a replica served.", "counter");
  out << "repool_replica_borrows_total " << all.replicaBorrows << '\n';
  head(out, "replica_skips", "_total", "Borrows that found no replica fit.", "counter");
  out << "repool_replica_skips_total " << all.replicaSkips << '\n';
  head(out, "replica_fit", "", "1 while a replica is fresh enough to be read from.", "gauge");
  for (const Replicas::State &replica : states)
    out << "repool_replica_fit{" << labelOf(replica.place) << "} " << (replica.isFit ? 1 : 0)
        << '\n';
  head(out, "replica_lag_seconds", "", "How old the data of a replica are at most.", "gauge");
  for (const Replicas::State &replica : states)
    if (replica.isLagKnown)
      out << "repool_replica_lag_seconds{" << labelOf(replica.place) << "} "
          << secondsOf(replica.lag) << '\n';
}

void Registry::writePrometheus(std::ostream &out) const {
  std::vector<Snapshot> snapshots;
  for (const Pool *const pool : pools()) {
    Snapshot snapshot;
    snapshot.gauges = pool->gauges(snapshot.tally);
    snapshots.push_back(std::move(snapshot));
  }
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::setprecision(std::numeric_limits<double>::digits10);
  for (const CounterRow &row : Counters) {
    head(text, row.name, "_total", row.help, "counter");
    for (const Snapshot &pool : snapshots)
      text << "repool_" << row.name << "_total{" << labelOf(pool.gauges.place) << "} "
           << pool.tally.*row.tally << '\n';
  }
  for (const GaugeRow &row : Gauges) {
    head(text, row.name, "", row.help, "gauge");
    for (const Snapshot &pool : snapshots)
      text << "repool_" << row.name << '{' << labelOf(pool.gauges.place) << "} "
           << pool.gauges.*row.field << '\n';
  }
  head(text, "breaker_open", "", "1 while the breaker is open.", "gauge");
  for (const Snapshot &pool : snapshots)
    text << "repool_breaker_open{" << labelOf(pool.gauges.place) << "} "
         << (pool.gauges.isBreakerClosed ? 0 : 1) << '\n';
  for (const HistogramRow &row : Histograms) {
    head(text, row.name, "", row.help, "histogram");
    for (const Snapshot &pool : snapshots)
      write(text, row, pool);
  }
  const Stats all = stats();
  writeReplicas(text, all);
  for (const CacheRow &row : CacheRows) {
    const std::string name = std::string("cache_") + row.name;
    head(text, name.c_str(), "", row.help, row.type);
    text << "repool_" << name << ' ' << all.*row.stats << '\n';
  }
  const ResultCache::Counts cache = cache_.counts();
  head(text, "cache_on", "", "1 while results are kept.", "gauge");
  text << "repool_cache_on " << (cache.isOn ? 1 : 0) << '\n';
  head(text, "cache_shared_down", "", "1 while the second level is not asked.", "gauge");
  text << "repool_cache_shared_down " << (cache.isSharedDown ? 1 : 0) << '\n';
  head(text, "failed", "_total", "Borrows that ended without a connection.", "counter");
  text << "repool_failed_total " << all.failed << '\n';
  head(text, "pools", "", "Pools that exist now.", "gauge");
  text << "repool_pools " << all.pools << '\n';
  out << text.str();
}

} // namespace repool::detail
