#include "Terminal.h"

#include <gtest/gtest.h>

namespace repool::tool {

namespace {

using std::chrono::milliseconds;

TEST(Progress, CountsAtFirst) {
  EXPECT_EQ(progressText("parsing", 0, 300, 0, milliseconds(5000)), "parsing 0/300 units, 0 sites");
  EXPECT_EQ(progressText("parsing", 1, 300, 1, milliseconds(400)), "parsing 1/300 units, 1 site");
}

TEST(Progress, ForeseesTheEndOnceThereIsARate) {
  EXPECT_EQ(progressText("parsing", 40, 160, 2, milliseconds(20000)),
            "parsing 40/160 units, 2 sites, 2.0 units/s, 60 s left");
  EXPECT_EQ(progressText("parsing", 100, 1000, 2, milliseconds(20000)),
            "parsing 100/1000 units, 2 sites, 5.0 units/s, 3 min left");
  EXPECT_EQ(progressText("parsing", 1, 30000, 2, milliseconds(1000)),
            "parsing 1/30000 units, 2 sites, 1.0 units/s, 9 h left");
  EXPECT_EQ(progressText("verifying", 300, 300, 2, milliseconds(2000)),
            "verifying 300/300 units, 2 sites, 150 units/s");
}

} // namespace

} // namespace repool::tool
