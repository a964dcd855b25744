#include "monitor/Duration.h"

#include <gtest/gtest.h>

namespace repool::monitor {

namespace {

std::string parsed(const std::string &text) {
  auto duration = parseDuration(text, "--for");
  return duration ? std::to_string(duration->count()) : llvm::toString(duration.takeError());
}

TEST(Duration, IsANumberAndAUnitOrSeveral) {
  EXPECT_EQ(parsed("500ms"), "500");
  EXPECT_EQ(parsed("10s"), "10000");
  EXPECT_EQ(parsed("5m"), "300000");
  EXPECT_EQ(parsed("24h"), "86400000");
  EXPECT_EQ(parsed("2d"), "172800000");
  EXPECT_EQ(parsed("1h30m"), "5400000");
}

TEST(Duration, IsRefusedInASentenceThatSaysHowToWriteIt) {
  for (const char *text : {"", "10", "s", "10x", "-1s", "1.5s", "10 s", "1h30", "ms", "s10"})
    EXPECT_EQ(parsed(text), std::string("--for '") + text +
                                "' is no span of time; write 500ms, 10s, 5m, 1h30m or 24h");
  EXPECT_EQ(parsed("0s"), "--for '0s' is no time at all");
}

TEST(Duration, DoesNotOverflow) {
  EXPECT_EQ(parsed("3653d"), "315619200000");
  EXPECT_EQ(parsed("3653d1ms"), "--for '3653d1ms' is over ten years");
  EXPECT_EQ(parsed("9223372036854775807d"), "--for '9223372036854775807d' is over ten years");
  EXPECT_EQ(parsed("3000d3000d3000d"), "--for '3000d3000d3000d' is over ten years");
}

TEST(Duration, IsShownByItsTwoBiggestUnits) {
  const auto shown = [](std::int64_t ms) { return shownSpan(std::chrono::milliseconds(ms)); };
  EXPECT_EQ(shown(0), "0s");
  EXPECT_EQ(shown(500), "500ms");
  EXPECT_EQ(shown(10000), "10s");
  EXPECT_EQ(shown(10500), "10s");
  EXPECT_EQ(shown(750000), "12m 30s");
  EXPECT_EQ(shown(86400000), "1d");
  EXPECT_EQ(shown(86400000 + 5000), "1d");
  EXPECT_EQ(shown(90061000), "1d 1h");
}

TEST(Duration, OfAnAnswerHasThreeDigitsOrSo) {
  const auto shown = [](std::int64_t us) { return shownTime(std::chrono::microseconds(us)); };
  EXPECT_EQ(shown(420), "0.42 ms");
  EXPECT_EQ(shown(12345), "12.3 ms");
  EXPECT_EQ(shown(1200000), "1.20 s");
}

} // namespace

} // namespace repool::monitor
