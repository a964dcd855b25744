/// \file
/// The pools of this process, one per key, made on first use.
///
/// Leaky on purpose: it outlives static destructors, so that a connection may be borrowed from
/// one. A child after fork gets a registry of its own and never looks at the parent's. Opens and
/// closes nothing while it holds its lock.

#ifndef REPOOL_SRC_REGISTRY_H
#define REPOOL_SRC_REGISTRY_H

#include "Config.h"
#include "Connector.h"
#include "Counters.h"
#include "Pool.h"
#include "repool/stats.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace repool::detail {

class Registry {
public:
  static Registry &ofThisProcess();

  /// The pool of \p connector; null if it must not be pooled, or nothing is.
  std::shared_ptr<Pool> poolFor(const std::shared_ptr<const Connector> &connector);

  /// Replaces the defaults. False once they have been used.
  bool configure(const Config &config);

  /// Ends all pools; the next borrow makes new ones. True if nothing was lent at \p deadline.
  bool shutdown(TimePoint deadline);

  Stats stats() const;

  Counters &counters() { return counters_; }

private:
  Registry(unsigned generation, const Registry *parents)
      : generation_(generation), parents_(parents) {}

  const Config &config();

  const unsigned generation_;
  [[maybe_unused]] const Registry *const parents_; ///< only kept: its connections must not end
  Counters counters_;
  mutable std::mutex mutex_;
  std::optional<Config> config_;                                 ///< guarded by mutex_
  std::unordered_map<std::string, std::shared_ptr<Pool>> pools_; ///< guarded by mutex_
};

} // namespace repool::detail

#endif // REPOOL_SRC_REGISTRY_H
