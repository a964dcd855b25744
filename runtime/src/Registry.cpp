#include "Registry.h"

#include "Fork.h"

#include <atomic>

namespace repool::detail {

namespace {

std::atomic<Registry *> current{nullptr};

// What configure() said; survives fork, and is never freed, since a reader may still look at it.
std::atomic<const Config *> configured{nullptr};

} // namespace

Registry &Registry::ofThisProcess() {
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
    config_ = withEnvironment(base ? *base : Config{});
  }
  return *config_;
}

std::shared_ptr<Pool> Registry::poolFor(const std::shared_ptr<const Connector> &connector) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (config().isDirect)
      return nullptr;
  }
  const std::string key = connector->target().key;
  if (key.empty())
    return nullptr;
  const std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<Pool> &pool = pools_[key];
  if (!pool)
    pool = std::make_shared<Pool>(connector, config(), counters_);
  return pool;
}

bool Registry::configure(const Config &config) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (config_)
    return false;
  configured.store(new Config(config), std::memory_order_release);
  return true;
}

bool Registry::shutdown(TimePoint deadline) {
  std::unordered_map<std::string, std::shared_ptr<Pool>> ending;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending.swap(pools_);
    config_.reset();
  }
  for (const auto &[key, pool] : ending)
    pool->close();
  bool isDrained = true;
  for (const auto &[key, pool] : ending)
    isDrained = pool->isDrained(deadline) && isDrained;
  return isDrained;
}

Stats Registry::stats() const {
  Stats stats = {};
  std::vector<std::shared_ptr<Pool>> pools;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto &[key, pool] : pools_)
      pools.push_back(pool);
  }
  for (const auto &pool : pools) {
    const Pool::Gauges gauges = pool->gauges();
    stats.inUse += gauges.lent;
    stats.idle += gauges.idle;
    stats.waiting += gauges.waiting;
  }
  // Returned before lent: the difference must not become negative.
  const std::uint64_t directReturned = counters_.directReturned.value();
  stats.inUse += counters_.directLent.value() - directReturned;
  stats.pools = pools.size();
  stats.opened = counters_.opened.value();
  stats.borrowed = counters_.borrowed.value();
  stats.returned = counters_.returned.value();
  stats.dropped = counters_.dropped.value();
  stats.failed = counters_.failed.value();
  stats.timeouts = counters_.timeouts.value();
  return stats;
}

} // namespace repool::detail
