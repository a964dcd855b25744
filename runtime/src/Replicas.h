/// \file
/// Which replicas of a server may serve a call that bears an old answer, and how old they are.
///
///   every second, in a worker:   primary -> position at time t0 -> kept
///                                replica -> position applied    -> has all that there was at t0
///   each new connection          -> admit(): a standby of the same cluster, or it is not used
///   a call marked mayBeStale()   -> choose(): the least loaded one that is proved to be fresh
///
/// A replica is fit until the age of what it is proved to hold passes the limit, by this process's
/// steady clock: no clock of a server takes part, and a replica that follows nobody any more cannot
/// look fresh. When the primary cannot be asked the proof ages, and so does the replica's fitness.
/// Proof and lag are those of one server: a way that leads to several is used for the one that
/// started last, and for another only when that one is gone. Asks no server on a request's path;
/// opens nothing but through the pools. Thread-safe. Lives as long as a route or a task names it.

#ifndef REPOOL_SRC_REPLICAS_H
#define REPOOL_SRC_REPLICAS_H

#include "Config.h"
#include "Connector.h"
#include "Pool.h"
#include "Samples.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace repool::detail {

class Workers;

class Replicas : public std::enable_shared_from_this<Replicas> {
public:
  Replicas(Workers &workers, const Config &config);

  /// The ways to ask the primary, best first, and a leg for each replica of the configuration (one
  /// without a pool: not for this call). Those of the last route that was made are used.
  void askThrough(std::vector<Leg> primary, const std::vector<Leg> &replicas);

  /// Whether those ways have ended: the routes are to be made anew.
  bool isCutOff() const { return isCutOff_.load(std::memory_order_relaxed); }

  /// For new connections of the replica at \p index.
  Failure admit(std::size_t index, Connection &connection, const std::string &place,
                TimePoint deadline);

  /// Keeps the watch going: it ends ten minutes after the last call that might have used it.
  void noteAsked(TimePoint now);

  /// The index of the fit one whose pool has least to do, in turns where that is equal; nothing if
  /// none is. \p tried: bits of those that are out.
  std::optional<std::size_t> choose(const std::vector<Leg> &legs, TimePoint now, unsigned tried);

  /// What is due. Returns when the next thing will be.
  TimePoint tick(TimePoint now);

  struct State {
    std::string place;
    bool isFit = false;
    bool isLagKnown = false;
    Clock::duration lag{0};
  };

  /// Of those that are watched: nothing is known of the others, and nobody asks for them.
  std::vector<State> states(TimePoint now) const;

private:
  enum class Told { Nothing, Fit, Skipped };

  struct Replica {
    std::atomic<Clock::rep> fitUntil{0};
    std::atomic<bool> isMeasuring{false};
    Leg leg; ///< guarded by mutex_, as all below
    TimePoint freshAsOf;
    std::int64_t startedAt = 0; ///< of the server that was admitted last
    TimePoint measuredAt;
    std::int64_t strangerSince = 0; ///< startedAt of a server that has another history
    Told told = Told::Nothing;
    std::string place;
  };

  using Lock = std::unique_lock<std::mutex>;

  static bool isFit(const Replica &replica, TimePoint now) {
    return now.time_since_epoch().count() < replica.fitUntil.load(std::memory_order_relaxed);
  }

  void sample();
  void measureAll();
  void measure(std::size_t index);
  bool isOfAnotherHistory(std::size_t index, const Standing &standing) const;
  void seeHistory(std::size_t index, const Standing &standing);
  bool samplePrimary(TimePoint deadline, std::string &why);
  std::string clusterOf(TimePoint deadline, const std::string &unlike, std::string &why);
  std::string judge(std::size_t index, const std::optional<Standing> &standing,
                    bool &leadsElsewhere);
  void conclude(std::size_t index, const std::string &why);

  Workers &workers_;
  const Milliseconds maxLag_;
  const bool isSameDatabase_;
  const Milliseconds interval_;
  std::vector<std::unique_ptr<Replica>> replicas_; ///< as many as were configured; never changes
  std::atomic<Clock::rep> lastAsked_{0};
  std::atomic<bool> isWatching_{false};
  std::atomic<bool> isCutOff_{false};
  std::atomic<std::size_t> turn_{0};
  std::atomic<bool> isSampling_{false};
  mutable std::mutex mutex_;
  TimePoint next_; ///< guarded by mutex_, as all below
  std::vector<Leg> primary_;
  std::string cluster_; ///< of the primary, when it was asked last
  Samples samples_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_REPLICAS_H
