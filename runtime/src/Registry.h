/// \file
/// The pools of this process, one per server, database and user, made on first use.
///
/// Leaky on purpose: it outlives static destructors, so that a connection may be borrowed from
/// one. A child after fork gets a registry of its own and never looks at the parent's. Opens and
/// closes nothing while it holds its lock.

#ifndef REPOOL_SRC_REGISTRY_H
#define REPOOL_SRC_REGISTRY_H

#include "Config.h"
#include "Connector.h"
#include "Pool.h"
#include "Waits.h"
#include "Workers.h"
#include "cache/ResultCache.h"
#include "repool/stats.h"

#include <atomic>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace repool::detail {

struct Step;
class Replicas;

/// What no pool can count.
struct Unpooled {
  std::atomic<std::uint64_t> opened{0};
  std::atomic<std::uint64_t> returned{0};
  std::atomic<std::uint64_t> failed{0}; ///< borrows, pooled or not
  std::atomic<std::uint64_t> replicaBorrows{0};
  std::atomic<std::uint64_t> replicaSkips{0}; ///< a call might have gone there, none was fit
};

class Registry {
public:
  static Registry &ofThisProcess();

  /// The pools that serve \p connector, best first; one without legs if it must not be pooled, or
  /// nothing is. Valid while the connector lives.
  const Route &routeFor(const std::shared_ptr<const Connector> &connector);

  /// For a route of \p epoch that led nowhere any more.
  void remakeRoutes(std::uint64_t epoch);

  /// How long a borrow may take.
  Milliseconds deadline() const {
    return Milliseconds(deadlineMs_.load(std::memory_order_relaxed));
  }

  /// Replaces the defaults. False once they have been used.
  bool configure(const Config &config);

  /// Ends all pools; the next borrow makes new ones. True if nothing was lent at \p deadline.
  bool shutdown(TimePoint deadline);

  Stats stats() const;
  void writePrometheus(std::ostream &out) const;
  void writeReplicas(std::ostream &out, const Stats &all) const;

  Unpooled &unpooled() { return unpooled_; }

  /// The results that are kept, set up as the configuration says.
  ResultCache &cache();

  /// The cache is set up anew when it is used next: a second level was offered.
  void resetCache() { cache_.reset(); }

private:
  using Lock = std::unique_lock<std::mutex>;

  Registry(unsigned generation, const Registry *parents)
      : generation_(generation), parents_(parents),
        workers_([this](TimePoint now) { return tick(now); }) {}

  const Config &config();
  std::unique_ptr<Route> makeRoute(const std::shared_ptr<const Connector> &connector);
  Pool *poolFor(const Target &target);
  Pool *unusedPool();
  Leg legFor(const Step &step);
  void addReplicas(Route &route, const std::shared_ptr<const Connector> &connector,
                   const Target &target, const Config &config);
  TimePoint tick(TimePoint now);
  bool readMode();
  std::vector<Pool *> pools() const;
  std::vector<Pool *> allPools() const;
  std::vector<std::shared_ptr<Replicas>> replicas() const;

  const unsigned generation_;
  [[maybe_unused]] const Registry *const parents_; ///< only kept: its connections must not end
  Workers workers_;
  Waits waits_;
  Unpooled unpooled_;
  ResultCache cache_;
  Tally ended_;                         ///< of pools that serve another server now
  std::atomic<std::uint64_t> epoch_{0}; ///< changes when routes are to be made anew; 0: not set up
  std::atomic<long> deadlineMs_{5000};
  mutable std::mutex mutex_;
  Config base_; ///< guarded by mutex_, as all below
  std::optional<Config> config_;
  std::vector<std::unique_ptr<Pool>> all_;          ///< never shrinks: routes name them
  std::unordered_map<std::string, Pool *> serving_; ///< by server
  std::unordered_map<std::string, std::shared_ptr<Replicas>> replicas_; ///< by primary
};

} // namespace repool::detail

#endif // REPOOL_SRC_REGISTRY_H
