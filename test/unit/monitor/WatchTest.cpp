#include "monitor/Watch.h"

#include "Checks.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Time that passes only when somebody waits, or a probe says that it took some.
struct FakeTime {
  std::chrono::steady_clock::time_point now;
  std::vector<int> starts; ///< of the rounds, in milliseconds
  int interruptAt = 1000000000;

  Clocks clocks() {
    return {[this] { return now; },
            [this] {
              starts.push_back(static_cast<int>(
                  std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count()));
              return std::chrono::system_clock::time_point(now.time_since_epoch());
            },
            [this](std::chrono::steady_clock::time_point time) {
              now = std::max(now, time);
              return now.time_since_epoch() < milliseconds(interruptAt);
            }};
  }
};

bool goOn(const Check &, const Tally &) {
  return true;
}

/// One endpoint; each round takes \p took.
Watched endpointOf(FakeTime &time, Answer answer, milliseconds took = milliseconds(0)) {
  Watched watched;
  watched.endpoints.push_back({"db", [&time, answer, took](milliseconds) {
                                 time.now += took;
                                 return answer;
                               }});
  return watched;
}

TEST(Watch, ChecksAtEachInterval) {
  FakeTime time;
  Schedule schedule;
  schedule.checks = 3;
  const Tally tally = watch(endpointOf(time, good(1), seconds(2)), schedule, time.clocks(), goOn);
  EXPECT_EQ(tally.total, 3U);
  EXPECT_EQ(time.starts, (std::vector<int>{0, 10000, 20000}));
}

TEST(Watch, LeavesOutTheRoundsThatItHasMissed) {
  FakeTime time;
  Schedule schedule;
  schedule.checks = 3;
  watch(endpointOf(time, good(1), seconds(25)), schedule, time.clocks(), goOn);
  EXPECT_EQ(time.starts, (std::vector<int>{0, 30000, 60000}));
}

TEST(Watch, EndsAfterItsTime) {
  FakeTime time;
  Schedule schedule;
  schedule.length = seconds(30);
  EXPECT_EQ(watch(endpointOf(time, good(1)), schedule, time.clocks(), goOn).total, 3U);
  EXPECT_EQ(time.now.time_since_epoch(), seconds(30));
  FakeTime shorter;
  schedule.length = seconds(5);
  EXPECT_EQ(watch(endpointOf(shorter, good(1)), schedule, shorter.clocks(), goOn).total, 1U);
  EXPECT_EQ(shorter.now.time_since_epoch(), seconds(5));
}

TEST(Watch, EndsWhenTheUserWantsIt) {
  FakeTime time;
  time.interruptAt = 15000;
  EXPECT_EQ(watch(endpointOf(time, good(1)), {}, time.clocks(), goOn).total, 2U);
}

TEST(Watch, EndsWhenNobodyLooksOn) {
  FakeTime time;
  const Tally tally = watch(endpointOf(time, good(1)), {}, time.clocks(),
                            [](const Check &, const Tally &soFar) { return soFar.total < 4; });
  EXPECT_EQ(tally.total, 4U);
}

TEST(Watch, EndsAsSoonAsAStatedThresholdIsBroken) {
  FakeTime time;
  Schedule schedule;
  schedule.threshold.maxFailures = 2;
  schedule.checks = 100;
  EXPECT_EQ(watch(endpointOf(time, bad("x")), schedule, time.clocks(), goOn).total, 3U);
  schedule.threshold.maxFailures.reset();
  EXPECT_EQ(watch(endpointOf(time, bad("x")), schedule, time.clocks(), goOn).total, 100U);
}

TEST(Watch, ReadsTheMetricsAfterTheProbes) {
  FakeTime time;
  bool wasProbed = false;
  Watched watched = endpointOf(time, good(1));
  watched.url = [&](milliseconds timeout) {
    wasProbed = true;
    return timeout == seconds(3) ? good(4) : bad("another time limit");
  };
  watched.pools = [&](milliseconds) {
    return wasProbed ? std::optional<PoolMetrics>(PoolMetrics()) : std::nullopt;
  };
  Schedule schedule;
  schedule.timeout = seconds(3);
  schedule.checks = 1;
  bool wasRead = false;
  const Tally tally =
      watch(watched, schedule, time.clocks(), [&](const Check &check, const Tally &) {
        wasRead = check.pools.has_value();
        return true;
      });
  EXPECT_TRUE(wasRead);
  EXPECT_EQ(tally.failed, 0U);
}

} // namespace

} // namespace repool::monitor
