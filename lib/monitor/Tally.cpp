#include "monitor/Tally.h"

#include <algorithm>

namespace repool::monitor {

namespace {

const PoolState *poolAt(const PoolMetrics &metrics, const std::string &place) {
  const auto found = std::find_if(metrics.pools.begin(), metrics.pools.end(),
                                  [&](const PoolState &pool) { return pool.place == place; });
  return found == metrics.pools.end() ? nullptr : &*found;
}

std::string counted(std::uint64_t count, const std::string &one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

} // namespace

void Times::add(std::chrono::microseconds time) {
  if (times_.size() < Most)
    return times_.push_back(time);
  times_[next_] = time;
  next_ = (next_ + 1) % Most;
}

std::optional<std::chrono::microseconds> Times::percentile(unsigned percent) const {
  if (times_.empty())
    return std::nullopt;
  std::vector<std::chrono::microseconds> times = times_;
  const std::size_t rank = (times.size() * percent + 99) / 100;
  const auto nth = times.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(times.begin(), nth, times.end());
  return *nth;
}

Tally::Tally(const std::vector<std::string> &places) {
  for (const std::string &place : places)
    endpoints.emplace_back().place = place;
}

void Tally::add(const Check &check) {
  if (total++ == 0)
    first = check.at;
  last = check.at;
  failed += check.isGood() ? 0 : 1;
  degraded += check.isDegraded() ? 1 : 0;
  std::vector<std::string> places;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const Answer &answer = check.endpoints[i];
    EndpointTally &endpoint = endpoints[i];
    places.push_back(endpoint.place);
    endpoint.isUp = answer.isGood;
    endpoint.problem = answer.problem;
    if (answer.isGood) {
      endpoint.times.add(answer.took);
    } else {
      ++endpoint.failed;
      ++probeErrors;
    }
  }
  if (const Answer *const answer = check.response(); answer && answer->isGood)
    response.add(answer->took);
  if (std::string problem = check.problem(places); !problem.empty()) {
    lastProblem = std::move(problem);
    lastProblemAt = check.at;
  }
  pools = check.pools;
  if (check.pools)
    addPools(*check.pools);
}

// A counter that went back is that of a service that was started anew; it began at 0.
void Tally::addPools(const PoolMetrics &now) {
  if (before_)
    borrowErrors += now.failed >= before_->failed ? now.failed - before_->failed : now.failed;
  bool hasBorrowed = false;
  std::vector<bool> inUse;
  for (const EndpointTally &endpoint : endpoints) {
    const PoolState *const pool = poolAt(now, endpoint.place);
    const PoolState *const before = before_ ? poolAt(*before_, endpoint.place) : nullptr;
    const std::uint64_t known = before ? before->borrowed : 0;
    inUse.push_back(pool && pool->borrowed != known);
    hasBorrowed = hasBorrowed || inUse.back();
  }
  before_ = now;
  if (!hasBorrowed)
    return; // nobody asked: what was in use still is
  for (std::size_t i = 0; i < endpoints.size(); ++i)
    endpoints[i].isInUse = inUse[i];
}

double Tally::uptime() const {
  return total == 0 ? 1 : static_cast<double>(successful()) / static_cast<double>(total);
}

bool Threshold::endsRun(const Tally &tally) const {
  return (maxFailures && tally.failed > *maxFailures) ||
         (maxErrors && tally.connectionErrors() > *maxErrors);
}

std::string Threshold::broken(const Tally &tally) const {
  if (tally.total == 0)
    return "no check was made";
  const std::uint64_t most = maxFailures.value_or(0);
  if (tally.failed > most)
    return counted(tally.failed, "check") + " failed, " + (most ? std::to_string(most) : "none") +
           " may";
  if (maxErrors && tally.connectionErrors() > *maxErrors)
    return counted(tally.connectionErrors(), "connection error") + ", " +
           (*maxErrors ? std::to_string(*maxErrors) : "none") + " allowed";
  return "";
}

} // namespace repool::monitor
