// The public functions that stand above all pools.

#include "repool/runtime.h"

#include "Clock.h"
#include "Registry.h"
#include "repool/stats.h"
#include "repool/version.h"

#include <algorithm>
#include <sstream>

using namespace repool::detail;

extern "C" const char *repool_version(void) {
  return REPOOL_VERSION;
}

extern "C" int repool_configure(const struct repool_options *options) {
  if (!options || options->max < 0 || options->max > 10000 || options->deadline_ms < 0 ||
      options->max_waiters < 0 || options->replica_max_lag_ms < 0 || options->cache_bytes < 0)
    return 0;
  Config config;
  if (options->max)
    config.limits.max = static_cast<std::size_t>(options->max);
  if (options->deadline_ms)
    config.deadline = Milliseconds(options->deadline_ms);
  if (options->max_waiters)
    config.limits.maxWaiters = static_cast<std::size_t>(options->max_waiters);
  config.isDirect = options->direct != 0;
  if (options->chain)
    config.chain = options->chain;
  if (options->config_file)
    config.file = options->config_file;
  if (options->replicas)
    config.replicas = options->replicas;
  if (options->replica_max_lag_ms)
    config.replicaMaxLag = Milliseconds(options->replica_max_lag_ms);
  config.cache.isOn = options->cache != 0;
  if (options->cache_bytes)
    config.cache.bytes = static_cast<std::size_t>(options->cache_bytes);
  if (options->cache_url)
    config.cache.shared.url = options->cache_url;
  return Registry::ofThisProcess().configure(config) ? 1 : 0;
}

extern "C" int repool_shutdown(int deadline_ms) {
  const TimePoint deadline = Clock::now() + Milliseconds(std::max(0, deadline_ms));
  return Registry::ofThisProcess().shutdown(deadline) ? 1 : 0;
}

void repool::writePrometheus(std::ostream &out) {
  Registry::ofThisProcess().writePrometheus(out);
}

std::string repool::prometheus() {
  std::ostringstream text;
  writePrometheus(text);
  return text.str();
}

repool::Stats repool::stats() {
  return Registry::ofThisProcess().stats();
}
