#include "monitor/PoolMetrics.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

TEST(PoolMetrics, AreReadFromTheRuntimesText) {
  const auto metrics = readPoolMetrics("# HELP repool_borrowed_total Connections lent.\n"
                                       "# TYPE repool_borrowed_total counter\n"
                                       "repool_borrowed_total{pool=\"a@b:1/c\"} 12\n"
                                       "repool_borrowed_total{pool=\"x \\\"y\\\\z\"} 3\n"
                                       "repool_in_use{pool=\"a@b:1/c\"} 2\n"
                                       "repool_idle{pool=\"a@b:1/c\"} 1\n"
                                       "repool_waiting{pool=\"a@b:1/c\"} 4\n"
                                       "repool_max{pool=\"a@b:1/c\"} 10\n"
                                       "repool_breaker_open{pool=\"x \\\"y\\\\z\"} 1\n"
                                       "repool_failed_total 7\n");
  ASSERT_TRUE(metrics);
  EXPECT_EQ(metrics->failed, 7U);
  ASSERT_EQ(metrics->pools.size(), 2U);
  const PoolState &first = metrics->pools[0];
  EXPECT_EQ(first.place, "a@b:1/c");
  EXPECT_EQ(first.borrowed, 12U);
  EXPECT_EQ(first.inUse, 2U);
  EXPECT_EQ(first.idle, 1U);
  EXPECT_EQ(first.waiting, 4U);
  EXPECT_EQ(first.max, 10U);
  EXPECT_FALSE(first.isBreakerOpen);
  EXPECT_EQ(metrics->pools[1].place, "x \"y\\z");
  EXPECT_TRUE(metrics->pools[1].isBreakerOpen);
}

TEST(PoolMetrics, AreNothingOnAnotherPage) {
  EXPECT_FALSE(readPoolMetrics(""));
  EXPECT_FALSE(readPoolMetrics("<html>repool_failed_total</html>\nup 1\n"));
}

TEST(PoolMetrics, SkipWhatTheyCannotRead) {
  const auto metrics = readPoolMetrics("repool_max{pool=\"a\n"
                                       "repool_max{pool=\"a\",other=\"b\"} 3\n"
                                       "repool_max{pool=\"a\"} many\n"
                                       "repool_max\n"
                                       "repool_failed_total 1 1700000000\n");
  ASSERT_TRUE(metrics);
  EXPECT_EQ(metrics->failed, 1U);
  EXPECT_TRUE(metrics->pools.empty());
}

} // namespace

} // namespace repool::monitor
