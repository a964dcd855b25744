#include "Replicas.h"

#include "Events.h"
#include "Loan.h"
#include "Workers.h"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <utility>

namespace repool::detail {

namespace {

constexpr Milliseconds LongestInterval(1000);
constexpr Milliseconds ShortestInterval(50);
constexpr Milliseconds BorrowLimit(5000); ///< a full pool serves in order of arrival
constexpr std::chrono::minutes WatchFor(10);
constexpr std::chrono::seconds
    GoneAfter(3); ///< without an answer another server may take its place

std::string secondsText(Clock::duration duration) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << std::chrono::duration<double>(duration).count();
  return text.str();
}

} // namespace

Replicas::Replicas(Workers &workers, const Config &config)
    : workers_(workers), maxLag_(config.replicaMaxLag), isSameDatabase_(config.isSameDatabase),
      interval_(std::clamp(config.replicaMaxLag / 8, ShortestInterval, LongestInterval)) {
  for (std::size_t i = 0; i < config.replicaUrls.size(); ++i)
    replicas_.push_back(std::make_unique<Replica>());
}

void Replicas::askThrough(std::vector<Leg> primary, const std::vector<Leg> &replicas) {
  const Lock lock(mutex_);
  primary_ = std::move(primary);
  for (std::size_t i = 0; i < replicas_.size() && i < replicas.size(); ++i) {
    if (!replicas[i].pool)
      continue;
    replicas_[i]->leg = replicas[i];
    Tally unused;
    replicas_[i]->place = replicas[i].pool->gauges(unused).place;
  }
  isCutOff_.store(false, std::memory_order_relaxed);
}

Failure Replicas::admit(std::size_t index, Connection &connection, const std::string &place,
                        TimePoint deadline) {
  const std::optional<Standing> standing = connection.standing(deadline);
  if (!standing && (connection.isBroken() || !connection.answers(deadline)))
    return {Blame::Server, 0, {}, place + ": the database behind it does not answer"};
  const auto foreign = [&](const std::string &why) {
    return Failure{Blame::Foreign, 0, {}, place + ' ' + why};
  };
  if (!isSameDatabase_) {
    if (!standing)
      return foreign("does not tell what it is a replica of; REPOOL_SAME_DATABASE=1 says that it "
                     "is one");
    if (!standing->isReplica)
      return foreign("is no standby");
    std::string why;
    const std::string own = clusterOf(deadline, standing->cluster, why);
    if (own.empty())
      return foreign("cannot be proved to be a replica, since the primary cannot be asked: " + why);
    if (own != standing->cluster)
      return foreign("is a replica of another database: " + standing->cluster + ", not " + own);
    if (isOfAnotherHistory(index, *standing))
      return foreign("has another history than the primary");
  }
  if (!standing)
    return {};
  Pool *others = nullptr;
  {
    const Lock lock(mutex_);
    Replica &replica = *replicas_[index];
    if (standing->startedAt < replica.startedAt && Clock::now() - replica.measuredAt < GoneAfter)
      return foreign("leads to several servers; name each of them");
    if (replica.startedAt != 0 && standing->startedAt != replica.startedAt) {
      replica.fitUntil.store(0, std::memory_order_relaxed);
      replica.freshAsOf = TimePoint();
      others = replica.leg.pool;
    }
    replica.startedAt = standing->startedAt;
  }
  if (others)
    others->outdate();
  return {};
}

// What is known, unless it is not \p unlike: the primary may have changed, so it is asked then.
std::string Replicas::clusterOf(TimePoint deadline, const std::string &unlike, std::string &why) {
  {
    const Lock lock(mutex_);
    if (cluster_ == unlike)
      return cluster_;
  }
  if (!samplePrimary(deadline, why))
    return {};
  const Lock lock(mutex_);
  return cluster_;
}

bool Replicas::samplePrimary(TimePoint deadline, std::string &why) {
  std::vector<Leg> legs;
  {
    const Lock lock(mutex_);
    legs = primary_;
  }
  for (const Leg &leg : legs) {
    Asked asked;
    const std::optional<Standing> standing = standingThrough(leg, deadline, asked);
    why = asked.failure.message;
    if (asked.isStale)
      isCutOff_.store(true, std::memory_order_relaxed);
    if (!standing)
      continue;
    const Lock lock(mutex_);
    if (cluster_ != standing->cluster)
      samples_.clear();
    cluster_ = standing->cluster;
    if (standing->position)
      samples_.add(asked.at, *standing->position, maxLag_);
    return true;
  }
  return false;
}

void Replicas::noteAsked(TimePoint now) {
  lastAsked_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  if (!isWatching_.load(std::memory_order_relaxed) && !isWatching_.exchange(true))
    workers_.wakeBy(now);
}

TimePoint Replicas::tick(TimePoint now) {
  const TimePoint asked{Clock::duration(lastAsked_.load(std::memory_order_relaxed))};
  if (now - asked > WatchFor) {
    isWatching_.store(false);
    return TimePoint::max();
  }
  {
    const Lock lock(mutex_);
    if (now < next_)
      return next_;
    next_ = now + interval_;
  }
  if (isSampling_.exchange(true))
    measureAll(); // the primary is slow to answer, which says nothing of the replicas
  else if (!workers_.post([self = shared_from_this()] { self->sample(); }))
    isSampling_.store(false);
  return now + interval_;
}

// The primary first: what a replica holds afterwards is compared with that.
void Replicas::sample() {
  std::string ignored; // its pool has told it
  samplePrimary(Clock::now() + BorrowLimit, ignored);
  isSampling_.store(false);
  measureAll();
}

void Replicas::measureAll() {
  for (std::size_t i = 0; i < replicas_.size(); ++i)
    if (!replicas_[i]->isMeasuring.exchange(true) &&
        !workers_.post([self = shared_from_this(), i] { self->measure(i); }))
      replicas_[i]->isMeasuring.store(false);
}

void Replicas::measure(std::size_t index) {
  Replica &replica = *replicas_[index];
  Leg leg;
  {
    const Lock lock(mutex_);
    leg = replica.leg;
  }
  Asked asked;
  std::optional<Standing> standing;
  if (leg.pool)
    standing = standingThrough(leg, Clock::now() + BorrowLimit, asked);
  if (asked.isStale)
    isCutOff_.store(true, std::memory_order_relaxed);
  // Full of our own loans is not down: the proof that there is ages meanwhile.
  const bool isKnown = leg.pool && !asked.isStale && asked.failure.blame != Blame::Pool;
  bool leadsElsewhere = false;
  if (standing)
    seeHistory(index, *standing);
  if (isKnown && asked.isAnswered)
    conclude(index, judge(index, standing, leadsElsewhere));
  else if (isKnown)
    conclude(index, asked.failure.message);
  if (leadsElsewhere)
    leg.pool->outdate();
  replica.isMeasuring.store(false);
}

bool Replicas::isOfAnotherHistory(std::size_t index, const Standing &standing) const {
  const Lock lock(mutex_);
  return replicas_[index]->strangerSince == standing.startedAt;
}

// A standby of a clone has the identifier, the timeline and the oids of ours. But what follows ours
// cannot be ahead of it; and what was ever ahead of it will not be believed when ours passes by.
void Replicas::seeHistory(std::size_t index, const Standing &standing) {
  const auto isAhead = [&] {
    const Lock lock(mutex_);
    return !samples_.isEmpty() && standing.cluster == cluster_ && standing.isReplica &&
           standing.position && *standing.position > samples_.last();
  };
  std::string ignored;
  if (isSameDatabase_ || !isAhead() || !samplePrimary(Clock::now() + BorrowLimit, ignored) ||
      !isAhead())
    return;
  const Lock lock(mutex_);
  replicas_[index]->strangerSince = standing.startedAt;
}

// Why it is not fit; "" if nothing but its lag may speak against it.
std::string Replicas::judge(std::size_t index, const std::optional<Standing> &standing,
                            bool &leadsElsewhere) {
  const Lock lock(mutex_);
  Replica &replica = *replicas_[index];
  if (!isSameDatabase_) {
    leadsElsewhere =
        standing && (!standing->isReplica || (!cluster_.empty() && standing->cluster != cluster_));
    if (!standing)
      return "it does not tell where it stands";
    if (leadsElsewhere)
      return standing->isReplica ? "it is a replica of another database" : "it is no standby";
    leadsElsewhere = replica.strangerSince == standing->startedAt;
    if (leadsElsewhere)
      return "it has another history than the primary";
  }
  if (standing && standing->startedAt != replica.startedAt) {
    leadsElsewhere = true;
    return "it leads to several servers";
  }
  replica.measuredAt = Clock::now();
  TimePoint fitUntil;
  if (standing && standing->isReplica && standing->position && !samples_.isEmpty()) {
    replica.freshAsOf = std::max(replica.freshAsOf, samples_.provedBy(*standing->position));
    if (replica.freshAsOf != TimePoint())
      fitUntil = replica.freshAsOf + maxLag_;
  } else if (isSameDatabase_) {
    fitUntil = Clock::now() + BorrowLimit; // there is no lag to be had: fit while it answers
  }
  replica.fitUntil.store(fitUntil.time_since_epoch().count(), std::memory_order_relaxed);
  return {};
}

void Replicas::conclude(std::size_t index, const std::string &why) {
  const TimePoint now = Clock::now();
  repool_event_kind kind = REPOOL_REPLICA_FIT;
  std::string place;
  std::string detail = why;
  {
    const Lock lock(mutex_);
    Replica &replica = *replicas_[index];
    if (!why.empty())
      replica.fitUntil.store(0, std::memory_order_relaxed);
    const Told verdict = isFit(replica, now) ? Told::Fit : Told::Skipped;
    if (replica.told == verdict)
      return;
    // At first there is no proof yet, which is not worth a word.
    if (replica.told == Told::Nothing && verdict == Told::Skipped && why.empty())
      return;
    replica.told = verdict;
    place = replica.place;
    if (verdict == Told::Skipped) {
      kind = REPOOL_REPLICA_SKIPPED;
      if (why.empty())
        detail = "it may be " + secondsText(now - replica.freshAsOf) + " s behind";
    }
  }
  tell(kind, place, detail);
}

std::optional<std::size_t> Replicas::choose(const std::vector<Leg> &legs, TimePoint now,
                                            unsigned tried) {
  const std::size_t first = turn_.fetch_add(1, std::memory_order_relaxed);
  std::optional<std::size_t> best;
  std::size_t least = 0;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const std::size_t index = (first + i) % legs.size();
    if ((tried & (1U << index)) != 0 || !legs[index].pool || !isFit(*replicas_[index], now))
      continue;
    const std::size_t load = legs[index].pool->load();
    if (best && load >= least)
      continue;
    best = index;
    least = load;
  }
  return best;
}

std::vector<Replicas::State> Replicas::states(TimePoint now) const {
  std::vector<State> states;
  if (!isWatching_.load(std::memory_order_relaxed))
    return states;
  const Lock lock(mutex_);
  for (const std::unique_ptr<Replica> &replica : replicas_) {
    if (!replica->leg.pool)
      continue;
    State state;
    state.place = replica->place;
    state.isFit = isFit(*replica, now);
    state.isLagKnown = replica->freshAsOf != TimePoint();
    state.lag = state.isLagKnown ? now - replica->freshAsOf : Clock::duration(0);
    states.push_back(std::move(state));
  }
  return states;
}

} // namespace repool::detail
