#include "Registry.h"

#include "Chain.h"
#include "Fork.h"
#include "Loan.h"
#include "OtherCopies.h"
#include "Replicas.h"

#include <algorithm>
#include <utility>

namespace repool::detail {

namespace {

constexpr std::size_t MostPools = 256;

// What configure() said; survives fork, and is never freed, since a reader may still look at it.
std::atomic<const Config *> configured{nullptr};

std::uint64_t newEpoch() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

} // namespace

Registry &Registry::ofThisProcess() {
  std::atomic<Registry *> &current = registryOfAllCopies();
  const unsigned generation = forkGeneration();
  Registry *registry = current.load(std::memory_order_acquire);
  while (!registry || registry->generation_ != generation) {
    Registry *const fresh = new Registry(generation, registry);
    if (current.compare_exchange_strong(registry, fresh, std::memory_order_acq_rel))
      return *fresh;
    delete fresh;
  }
  return *registry;
}

// Called under the lock. Read when first needed, so that a program may still set the environment
// in main().
const Config &Registry::config() {
  if (!config_) {
    const Config *const base = configured.load(std::memory_order_acquire);
    base_ = base ? *base : Config{};
    config_ = withEnvironment(base_);
    deadlineMs_.store(static_cast<long>(config_->deadline.count()), std::memory_order_relaxed);
    epoch_.store(newEpoch(), std::memory_order_release);
    if (!config_->file.empty())
      workers_.wakeBy(Clock::now() + std::chrono::seconds(1));
  }
  return *config_;
}

const Route &Registry::routeFor(const std::shared_ptr<const Connector> &connector) {
  std::atomic<const Route *> &remembered = connector->route();
  const Route *route = remembered.load(std::memory_order_acquire);
  const std::uint64_t stamp = connector->stamp();
  if (route && route->stamp == stamp && route->epoch == epoch_.load(std::memory_order_acquire))
    return *route;
  std::unique_ptr<Route> fresh = makeRoute(connector);
  fresh->stamp = stamp;
  // The replaced one may still be read by another thread: it is kept with the new one.
  Route *const next = fresh.release();
  const Route *before = remembered.load(std::memory_order_acquire);
  do {
    static_cast<void>(next->older.release());
    next->older.reset(before);
  } while (!remembered.compare_exchange_weak(before, next, std::memory_order_acq_rel));
  return *next;
}

void Registry::remakeRoutes(std::uint64_t epoch) {
  const Lock lock(mutex_);
  if (epoch_.load(std::memory_order_relaxed) == epoch)
    epoch_.store(newEpoch(), std::memory_order_release);
}

std::unique_ptr<Route> Registry::makeRoute(const std::shared_ptr<const Connector> &connector) {
  auto route = std::make_unique<Route>();
  const Target target = connector->target();
  Config config;
  {
    const Lock lock(mutex_);
    config = this->config();
    route->epoch = epoch_.load(std::memory_order_relaxed);
  }
  if (config.isDirect || !target.isPooled())
    return route;

  Step own{connector, target, false, true, nullptr};
  const Leg ownLeg = legFor(own);
  if (!ownLeg.pool)
    return route;
  const AskOwn askOwn = [ownLeg](TimePoint deadline, Failure &failure) {
    return identityThrough(ownLeg, deadline, failure);
  };
  for (const Step &step : stepsOf(connector, target, config, askOwn)) {
    const Leg leg = step.isLink ? legFor(step) : ownLeg;
    if (!leg.pool)
      continue;
    route->legs.push_back(leg);
    if (step.isLink)
      leg.pool->warm(leg);
  }
  if (!config.replicaUrls.empty())
    addReplicas(*route, connector, target, config);
  return route;
}

void Registry::addReplicas(Route &route, const std::shared_ptr<const Connector> &connector,
                           const Target &target, const Config &config) {
  {
    const Lock lock(mutex_);
    if (epoch_.load(std::memory_order_relaxed) != route.epoch)
      return; // shut down meanwhile: this route is not used any more
    std::shared_ptr<Replicas> &known = replicas_[target.server];
    if (!known)
      known = std::make_shared<Replicas>(workers_, config);
    route.replicas = known;
  }
  bool hasAny = false;
  for (const Step &step : replicasOf(connector, target, config, route.replicas)) {
    route.replicaLegs.push_back(step.connector ? legFor(step) : Leg());
    hasAny = hasAny || route.replicaLegs.back().pool;
  }
  if (hasAny)
    route.replicas->askThrough(route.legs, route.replicaLegs);
  else
    route.replicas = nullptr;
}

Leg Registry::legFor(const Step &step) {
  Lock lock(mutex_);
  Pool *const pool = poolFor(step.target);
  if (!pool)
    return {};
  Leg leg = pool->shelfFor(step.target, step.connector, step.isLink, step.check);
  if (step.isLink && step.hasOwnSessions && leg.serial != 0)
    pool->believeSessions(leg);
  return leg.serial != 0 ? leg : Leg{};
}

// Called under the lock.
Pool *Registry::poolFor(const Target &target) {
  const auto found = serving_.find(target.server);
  if (found != serving_.end())
    return found->second;
  Pool *pool = unusedPool();
  if (!pool && all_.size() < MostPools) {
    all_.push_back(std::make_unique<Pool>(workers_, waits_));
    pool = all_.back().get();
  }
  if (!pool) {
    reportOnce("more than " + std::to_string(MostPools) +
               " databases in use at a time: further ones are not pooled");
    return nullptr;
  }
  pool->serve(target, config(), ended_);
  serving_[target.server] = pool;
  return pool;
}

// Called under the lock. One that was shut down, or, when there are many, one without connections.
Pool *Registry::unusedPool() {
  const TimePoint now = Clock::now();
  for (const std::unique_ptr<Pool> &pool : all_) {
    const auto at = std::find_if(serving_.begin(), serving_.end(),
                                 [&](const auto &entry) { return entry.second == pool.get(); });
    const bool isServing = at != serving_.end();
    if (isServing && all_.size() < MostPools)
      continue;
    if (!pool->isEmptySince(isServing ? now - std::chrono::seconds(1) : now))
      continue;
    if (isServing)
      serving_.erase(at);
    return pool.get();
  }
  return nullptr;
}

ResultCache &Registry::cache() {
  if (!cache_.isSet()) {
    const Lock lock(mutex_);
    const Config &config = this->config();
    if (!cache_.isSet())
      cache_.configure(config.cache,
                       config.replicaUrls.empty() ? Milliseconds(0) : config.replicaMaxLag);
  }
  return cache_;
}

bool Registry::configure(const Config &config) {
  const Lock lock(mutex_);
  if (config_)
    return false;
  configured.store(new Config(config), std::memory_order_release);
  return true;
}

bool Registry::shutdown(TimePoint deadline) {
  std::vector<Pool *> ending;
  {
    const Lock lock(mutex_);
    for (const auto &[server, pool] : serving_)
      ending.push_back(pool);
    serving_.clear();
    replicas_.clear();
    config_.reset();
    epoch_.store(newEpoch(), std::memory_order_release);
  }
  cache_.reset();
  for (Pool *const pool : ending)
    pool->close();
  bool isDrained = true;
  for (Pool *const pool : ending)
    isDrained = pool->isDrained(deadline) && isDrained;
  return isDrained;
}

TimePoint Registry::tick(TimePoint now) {
  TimePoint next = readMode() ? now + std::chrono::seconds(1) : TimePoint::max();
  for (Pool *const pool : pools())
    next = std::min(next, pool->tick(now));
  for (const std::shared_ptr<Replicas> &each : replicas())
    next = std::min(next, each->tick(now));
  return next;
}

// An operator's levers on a program that runs: the file may say `direct` now, or no longer. False:
// there is no file to look at.
bool Registry::readMode() {
  Config base;
  {
    const Lock lock(mutex_);
    if (!config_ || config_->file.empty())
      return false;
    base = base_;
  }
  const Levers levers = leversNow(base);
  Lock lock(mutex_);
  if (!config_)
    return true;
  if (config_->isDirect != levers.isDirect) {
    config_->isDirect = levers.isDirect;
    epoch_.store(newEpoch(), std::memory_order_release);
  }
  const bool isTurned = config_->cache.isOn != levers.isCaching;
  config_->cache.isOn = levers.isCaching;
  lock.unlock();
  if (isTurned)
    cache_.turn(levers.isCaching); // runs the destructors of what was kept
  return true;
}

// With those that were shut down and have not been given to another server.
std::vector<Pool *> Registry::allPools() const {
  const Lock lock(mutex_);
  std::vector<Pool *> pools;
  for (const std::unique_ptr<Pool> &pool : all_)
    pools.push_back(pool.get());
  return pools;
}

// None in direct mode: nothing is pooled then, not even for a look at a replica.
std::vector<std::shared_ptr<Replicas>> Registry::replicas() const {
  const Lock lock(mutex_);
  std::vector<std::shared_ptr<Replicas>> replicas;
  if (!config_ || config_->isDirect)
    return replicas;
  for (const auto &[primary, each] : replicas_)
    replicas.push_back(each);
  return replicas;
}

std::vector<Pool *> Registry::pools() const {
  const Lock lock(mutex_);
  std::vector<Pool *> pools;
  for (const auto &[server, pool] : serving_)
    pools.push_back(pool);
  return pools;
}

} // namespace repool::detail
