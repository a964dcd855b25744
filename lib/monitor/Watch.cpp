#include "monitor/Watch.h"

#include <future>

namespace repool::monitor {

namespace {

Check round(const Watched &watched, std::chrono::milliseconds timeout) {
  std::vector<std::future<Answer>> endpoints;
  endpoints.reserve(watched.endpoints.size());
  for (const Endpoint &endpoint : watched.endpoints)
    endpoints.push_back(std::async(std::launch::async, endpoint.probe, timeout));
  std::future<Answer> url;
  if (watched.url)
    url = std::async(std::launch::async, watched.url, timeout);
  Check check;
  for (std::future<Answer> &endpoint : endpoints)
    check.endpoints.push_back(endpoint.get());
  if (url.valid())
    check.url = url.get();
  // After the probes: what the health page borrowed is then counted.
  if (watched.pools)
    check.pools = watched.pools(timeout);
  return check;
}

} // namespace

Tally watch(const Watched &watched, const Schedule &schedule, const Clocks &clocks,
            const OnCheck &onCheck) {
  std::vector<std::string> places;
  places.reserve(watched.endpoints.size());
  for (const Endpoint &endpoint : watched.endpoints)
    places.push_back(endpoint.place);
  Tally tally(places);
  const auto begin = clocks.now();
  auto next = begin;
  for (;;) {
    const auto date = clocks.date();
    Check check = round(watched, schedule.timeout);
    check.at = date;
    tally.add(check);
    if (!onCheck(check, tally) || schedule.threshold.endsRun(tally) ||
        (schedule.checks && tally.total >= *schedule.checks))
      return tally;
    const auto missed = (clocks.now() - next) / schedule.interval;
    next += schedule.interval * (missed + 1);
    const bool isLast = schedule.length && next - begin >= *schedule.length;
    if (!clocks.waitUntil(isLast ? begin + *schedule.length : next) || isLast)
      return tally;
  }
}

} // namespace repool::monitor
