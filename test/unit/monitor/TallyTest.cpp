#include "monitor/Tally.h"

#include "Checks.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

const std::vector<std::string> Chain = {"pooler", "db"};

TEST(Times, HavePercentilesByNearestRank) {
  Times times;
  EXPECT_FALSE(times.percentile(50));
  for (int i = 100; i >= 1; --i)
    times.add(std::chrono::microseconds(i));
  EXPECT_EQ(times.percentile(1)->count(), 1);
  EXPECT_EQ(times.percentile(50)->count(), 50);
  EXPECT_EQ(times.percentile(95)->count(), 95);
  EXPECT_EQ(times.percentile(100)->count(), 100);
  Times one;
  one.add(std::chrono::microseconds(7));
  EXPECT_EQ(one.percentile(50)->count(), 7);
  EXPECT_EQ(one.percentile(95)->count(), 7);
}

TEST(Times, ForgetTheOldest) {
  Times times;
  for (int i = 0; i < 100000; ++i)
    times.add(std::chrono::microseconds(1));
  for (int i = 0; i < 100000; ++i)
    times.add(std::chrono::microseconds(2));
  EXPECT_EQ(times.percentile(1)->count(), 2);
}

TEST(Tally, AddsUp) {
  Tally tally(Chain);
  EXPECT_EQ(tally.uptime(), 1.0);
  tally.add(checkOf(10, {good(1), good(2)}, good(5)));
  tally.add(checkOf(20, {bad("refused"), good(2)}, good(6)));
  tally.add(checkOf(30, {bad("refused"), bad("refused")}, bad("HTTP 503")));
  tally.add(checkOf(40, {good(1), good(2)}, bad("HTTP 503")));
  EXPECT_EQ(tally.total, 4U);
  EXPECT_EQ(tally.successful(), 2U);
  EXPECT_EQ(tally.failed, 2U);
  EXPECT_EQ(tally.degraded, 1U);
  EXPECT_EQ(tally.uptime(), 0.5);
  EXPECT_EQ(tally.connectionErrors(), 3U);
  EXPECT_EQ(tally.endpoints[0].failed, 2U);
  EXPECT_EQ(tally.endpoints[1].failed, 1U);
  EXPECT_TRUE(tally.endpoints[0].isUp);
  EXPECT_EQ(tally.response.percentile(100)->count(), 6000);
  EXPECT_EQ(tally.lastProblem, "URL: HTTP 503");
  EXPECT_EQ(tally.last - tally.first, std::chrono::seconds(30));
}

TEST(Tally, WithoutUrlMeasuresTheEndpointThatServes) {
  Tally tally(Chain);
  tally.add(checkOf(1, {bad("refused"), good(2)}));
  EXPECT_EQ(tally.failed, 0U);
  EXPECT_EQ(tally.response.percentile(50)->count(), 2000);
  tally.add(checkOf(2, {bad("refused"), bad("full")}));
  EXPECT_EQ(tally.failed, 1U);
  EXPECT_EQ(tally.lastProblem, "pooler: refused; db: full");
}

TEST(Tally, CountsTheServicesFailedBorrowsFromTheFirstCheckOn) {
  Tally tally(Chain);
  const auto add = [&](std::uint64_t failed) {
    tally.add(checkOf(1, {good(1), good(1)}, std::nullopt, PoolMetrics{failed, {}}));
  };
  add(100);
  EXPECT_EQ(tally.borrowErrors, 0U);
  add(103);
  EXPECT_EQ(tally.borrowErrors, 3U);
  tally.add(checkOf(1, {good(1), good(1)})); // could not be read
  add(104);
  EXPECT_EQ(tally.borrowErrors, 4U);
  add(2); // the service was started anew
  EXPECT_EQ(tally.borrowErrors, 6U);
  EXPECT_EQ(tally.connectionErrors(), 6U);
}

TEST(Tally, SaysWhichEndpointTheServiceBorrowsFrom) {
  Tally tally(Chain);
  const auto inUse = [&](std::uint64_t pooler, std::uint64_t db) {
    tally.add(checkOf(1, {good(1), good(1)}, std::nullopt,
                      PoolMetrics{0, {poolOf("pooler", pooler), poolOf("db", db)}}));
    return std::string(tally.endpoints[0].isInUse ? "pooler" : "") +
           (tally.endpoints[1].isInUse ? "db" : "");
  };
  EXPECT_EQ(inUse(5, 0), "pooler");
  EXPECT_EQ(inUse(9, 0), "pooler");
  EXPECT_EQ(inUse(9, 2), "db");
  EXPECT_EQ(inUse(9, 2), "db"); // nobody asked
  EXPECT_EQ(inUse(10, 2), "pooler");
}

TEST(Threshold, UnsaidAllowsNoFailureAndEndsNothing) {
  Tally tally(Chain);
  const Threshold none;
  EXPECT_EQ(none.broken(tally), "no check was made");
  tally.add(checkOf(1, {bad("x"), good(1)}));
  EXPECT_EQ(none.broken(tally), "");
  tally.add(checkOf(2, {bad("x"), bad("y")}));
  EXPECT_FALSE(none.endsRun(tally));
  EXPECT_EQ(none.broken(tally), "1 check failed, none may");
}

TEST(Threshold, IsBrokenByMoreThanItAllows) {
  Tally tally(Chain);
  const Threshold two{2, std::nullopt};
  for (int i = 0; i < 2; ++i)
    tally.add(checkOf(i, {bad("x"), bad("y")}));
  EXPECT_FALSE(two.endsRun(tally));
  EXPECT_EQ(two.broken(tally), "");
  tally.add(checkOf(3, {bad("x"), bad("y")}));
  EXPECT_TRUE(two.endsRun(tally));
  EXPECT_EQ(two.broken(tally), "3 checks failed, 2 may");
}

TEST(Threshold, OfConnectionErrorsHoldsForADegradedChain) {
  Tally tally(Chain);
  const Threshold errors{std::nullopt, 0};
  tally.add(checkOf(1, {good(1), good(1)}));
  EXPECT_FALSE(errors.endsRun(tally));
  tally.add(checkOf(2, {bad("x"), good(1)}));
  EXPECT_TRUE(errors.endsRun(tally));
  EXPECT_EQ(errors.broken(tally), "1 connection error, none allowed");
}

} // namespace

} // namespace repool::monitor
