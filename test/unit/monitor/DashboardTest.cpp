#include "monitor/Dashboard.h"

#include "Checks.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

class Dashboard : public testing::Test {
protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    tzset();
    view.url = "http://h:1/x";
    view.metrics = "http://h:1/metrics";
    view.interval = std::chrono::seconds(10);
    PoolMetrics pools{0, {poolOf("app@pooler:6432/shop", 4), poolOf("app@db:5432/shop", 9)}};
    pools.pools[0].isBreakerOpen = true;
    pools.pools[1].inUse = 3;
    pools.pools[1].max = 10;
    tally.add(checkOf(0, {good(1), good(2)}, good(4), PoolMetrics()));
    pools.failed = 2;
    last = checkOf(3723, {bad("Connection refused"), good(2)}, good(20), pools);
    tally.add(last);
  }

  Tally tally{{"app@pooler:6432/shop", "app@db:5432/shop"}};
  Check last;
  View view;
};

TEST_F(Dashboard, ShowsAllFigures) {
  EXPECT_EQ(dashboard(tally, view),
            "repool monitor  01:02:03, a check every 10s, for 1h 2m\n"
            "\n"
            "  checks             2 total, 2 successful (1 degraded), 0 failed\n"
            "  uptime             100.00 %\n"
            "  connection errors  3 (1 of probes, 2 of the service's borrows)\n"
            "  response           P50 4.00 ms, P95 20.0 ms  http://h:1/x\n"
            "  last problem       01:02:03 app@pooler:6432/shop: Connection refused\n"
            "\n"
            "  endpoint              state  failed  P50      P95\n"
            "  app@pooler:6432/shop  DOWN   1/2     1.00 ms  1.00 ms  Connection refused\n"
            "  app@db:5432/shop      up     0/2     2.00 ms  2.00 ms  in use\n"
            "\n"
            "  pool of the service   breaker  in use  idle  waiting  max\n"
            "  app@pooler:6432/shop  OPEN     0       0     0        0\n"
            "  app@db:5432/shop      closed   3       0     0        10\n");
}

TEST_F(Dashboard, SaysWhereItSeesNoPools) {
  tally.add(checkOf(3730, {good(1), good(1)}, good(1)));
  EXPECT_NE(dashboard(tally, view)
                .find("\n  pools of the service: nothing of repool on http://h:1/metrics\n"),
            std::string::npos);
  view.metrics.clear();
  EXPECT_EQ(dashboard(tally, view).find("pools of the service"), std::string::npos);
}

TEST_F(Dashboard, HasNoLineWiderThanTheTerminal) {
  view.width = 30;
  view.isColored = true;
  std::string text = dashboard(tally, view);
  for (std::size_t at; (at = text.find("\x1b[")) != std::string::npos;)
    text.erase(at, text.find('m', at) - at + 1);
  std::size_t widest = 0;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos;
       begin = end + 1)
    widest = std::max(widest, end - begin);
  EXPECT_EQ(widest, 30U);
}

TEST_F(Dashboard, DoesNotRoundUptimeUp) {
  Tally many({});
  for (int i = 0; i < 99999; ++i)
    many.add(checkOf(i, {}, good(1)));
  many.add(checkOf(99999, {}, bad("HTTP 503")));
  EXPECT_NE(dashboard(many, view).find("  99.99 %\n"), std::string::npos);
}

TEST_F(Dashboard, IsALinePerCheckWhereNobodyLooks) {
  EXPECT_EQ(checkLine(last, tally, false),
            "01:02:03 degraded 20.0 ms app@pooler:6432/shop: Connection refused\n");
  EXPECT_EQ(checkLine(checkOf(1, {good(1), good(1)}, good(2)), tally, false),
            "00:00:01 ok       2.00 ms\n");
  EXPECT_EQ(checkLine(checkOf(1, {good(1), good(1)}, bad("HTTP 503")), tally, false),
            "00:00:01 FAILED   URL: HTTP 503\n");
}

TEST_F(Dashboard, EndsWithWhatItCameTo) {
  const auto lastLine = [&] {
    const std::string text = summary(tally, view);
    return text.substr(text.rfind('\n', text.size() - 2) + 1);
  };
  EXPECT_EQ(lastLine(), "Within the threshold.\n");
  view.threshold.maxErrors = 2;
  EXPECT_EQ(lastLine(), "Threshold broken: 3 connection errors, 2 allowed. Next: "
                        "docs/operations.md, \"Incidents\"\n");
}

} // namespace

} // namespace repool::monitor
