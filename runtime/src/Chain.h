/// \file
/// Where a call may connect, best first: pooler, DATABASE_URL, its own words.
///
///   call's own words + links of the configuration -> Step{connector, check} ...
///
/// A link is taken only if it names the same user, database and startup options, and each new
/// connection of it is looked at: it must answer, and lead to the very database that the call's own
/// words lead to. No proof, no link; REPOOL_SAME_DATABASE is a proof. The last step is always the
/// call's own. Makes no pool and opens nothing itself.

#ifndef REPOOL_SRC_CHAIN_H
#define REPOOL_SRC_CHAIN_H

#include "Config.h"
#include "Connector.h"
#include "Pool.h"

#include <functional>
#include <memory>
#include <vector>

namespace repool::detail {

/// Asks the database that the call's own words lead to who it is; "" and a failure if it cannot be
/// asked.
using AskOwn = std::function<std::string(TimePoint deadline, Failure &failure)>;

class Replicas;

struct Step {
  std::shared_ptr<const Connector> connector;
  Target target;
  bool isLink = false;
  bool hasOwnSessions = false; ///< the operator says so
  Check check;
};

/// The replicas of the configuration as this call would use them, in their order; one without a
/// connector is not for it. Each new connection is admitted by \p replicas.
std::vector<Step> replicasOf(const std::shared_ptr<const Connector> &own, const Target &target,
                             const Config &config, const std::shared_ptr<Replicas> &replicas);

/// Never empty.
std::vector<Step> stepsOf(const std::shared_ptr<const Connector> &own, const Target &target,
                          const Config &config, const AskOwn &askOwn);

} // namespace repool::detail

#endif // REPOOL_SRC_CHAIN_H
