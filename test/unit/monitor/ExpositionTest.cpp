#include "monitor/Exposition.h"

#include "Checks.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

TEST(Exposition, SaysWhatTheTallySays) {
  Tally tally({"pooler \"x\"", "db"});
  tally.add(checkOf(100, {bad("refused"), good(2)}, good(20)));
  tally.add(checkOf(110, {bad("refused"), good(4)}, bad("HTTP 503")));
  const std::string text = exposition(tally);
  for (const char *line : {
           "repool_monitor_checks_total 2\n",
           "repool_monitor_checks_failed_total 1\n",
           "repool_monitor_checks_degraded_total 1\n",
           "repool_monitor_connection_errors_total 2\n",
           "repool_monitor_uptime_ratio 0.500000\n",
           "repool_monitor_last_check_timestamp_seconds 110\n",
           "repool_monitor_response_seconds{quantile=\"0.95\"} 0.020000\n",
           "repool_monitor_endpoint_up{endpoint=\"pooler \\\"x\\\"\"} 0\n",
           "repool_monitor_endpoint_up{endpoint=\"db\"} 1\n",
           "repool_monitor_endpoint_failed_total{endpoint=\"db\"} 0\n",
           "repool_monitor_endpoint_seconds{endpoint=\"db\",quantile=\"0.5\"} 0.002000\n",
       })
    EXPECT_NE(text.find(std::string("\n") + line), std::string::npos) << line << text;
}

} // namespace

} // namespace repool::monitor
