#include "Chain.h"

#include "Replicas.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace repool::detail {

namespace {

/// What the call's own endpoint said when it was asked last. Shared by the links of a route.
class OwnIdentity {
public:
  explicit OwnIdentity(AskOwn ask) : ask_(std::move(ask)) {}

  /// Whether \p identity is the own endpoint's. A restart makes every server another one for a
  /// moment, so a difference is believed only after the own endpoint was asked again.
  Failure compare(const std::string &identity, const std::string &place, TimePoint deadline) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (known_ == identity)
        return {};
    }
    Failure failure;
    const std::string own = ask_(deadline, failure);
    if (own.empty())
      return {Blame::Foreign,
              0,
              {},
              place +
                  ": cannot be proved to be the same database, since the call's own endpoint "
                  "cannot be asked: " +
                  failure.message};
    const std::lock_guard<std::mutex> lock(mutex_);
    known_ = own;
    if (own == identity)
      return {};
    return {Blame::Foreign,
            0,
            {},
            place + " is another database than the call's own: " + identity + ", not " + own};
  }

private:
  AskOwn ask_;
  std::mutex mutex_;
  std::string known_; ///< guarded by mutex_
};

// A pooler takes logins while its database is dead, so a link has to answer, whatever is known.
Failure checkLink(Connection &connection, TimePoint deadline, const std::string &place,
                  OwnIdentity *own) {
  Failure silent{Blame::Server, 0, {}, place + ": the database behind it does not answer"};
  if (!own)
    return connection.answers(deadline) ? Failure{} : silent;
  const std::string identity = connection.identity(deadline);
  if (!identity.empty())
    return own->compare(identity, place, deadline);
  if (connection.isBroken() || !connection.answers(deadline))
    return silent;
  return {Blame::Foreign,
          0,
          {},
          place + ": cannot be proved to be the same database; REPOOL_SAME_DATABASE=1 says that "
                  "it is"};
}

} // namespace

std::vector<Step> stepsOf(const std::shared_ptr<const Connector> &own, const Target &target,
                          const Config &config, const AskOwn &askOwn) {
  std::vector<Step> steps;
  const std::shared_ptr<OwnIdentity> identity =
      config.isSameDatabase ? nullptr : std::make_shared<OwnIdentity>(askOwn);
  for (const LinkSetting &link : config.links) {
    if (own->isLocal() || link.url.empty())
      continue;
    Step step;
    step.connector = own->via(link.url);
    if (!step.connector)
      continue;
    step.target = step.connector->target();
    const auto leadsTo = [&](const Step &other) {
      return other.target.server == step.target.server;
    };
    if (!step.target.isPooled() || step.target.server == target.server ||
        std::any_of(steps.begin(), steps.end(), leadsTo))
      continue;
    // Whom a connection was proved for is part of what makes it interchangeable.
    step.target.key += "\nfor " + target.server;
    step.isLink = true;
    step.hasOwnSessions = link.isPooler && config.isPoolerPerSession;
    step.check = [identity, place = step.target.place](Connection &connection, TimePoint deadline) {
      return checkLink(connection, deadline, place, identity.get());
    };
    steps.push_back(std::move(step));
  }
  steps.push_back({own, target, false, true, nullptr});
  return steps;
}

std::vector<Step> replicasOf(const std::shared_ptr<const Connector> &own, const Target &target,
                             const Config &config, const std::shared_ptr<Replicas> &replicas) {
  std::vector<Step> steps;
  for (const std::string &url : config.replicaUrls) {
    Step step;
    step.connector = own->isLocal() ? nullptr : own->via(url);
    if (step.connector)
      step.target = step.connector->target();
    const auto leadsTo = [&](const Step &other) {
      return other.target.server == step.target.server;
    };
    if (!step.target.isPooled() || step.target.server == target.server ||
        std::any_of(steps.begin(), steps.end(), leadsTo)) {
      steps.emplace_back();
      continue;
    }
    step.target.key += "\nreplica of " + target.server;
    step.isLink = true;
    step.check = [replicas, index = steps.size(), place = step.target.place](Connection &connection,
                                                                             TimePoint deadline) {
      return replicas->admit(index, connection, place, deadline);
    };
    steps.push_back(std::move(step));
  }
  return steps;
}

} // namespace repool::detail
