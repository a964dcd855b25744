// Where the numbers come from.

#include "Config.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace repool::detail {
namespace {

struct Environment {
  Environment(std::initializer_list<std::pair<const char *, const char *>> values) {
    for (const char *name :
         {"REPOOL_MAX", "REPOOL_RESERVE", "REPOOL_DEADLINE_MS", "REPOOL_MAX_WAITERS", "REPOOL_MODE",
          "REPOOL_REPLICAS", "REPOOL_REPLICA_MAX_LAG_MS", "REPLICA_B"})
      unsetenv(name);
    for (const auto &[name, value] : values)
      setenv(name, value, 1);
  }
};

TEST(Config, HasDefaults) {
  const Environment environment({});
  const Config config = withEnvironment({});
  EXPECT_EQ(config.limits.max, 10U);
  EXPECT_EQ(config.limits.reserve, 1U);
  EXPECT_EQ(config.limits.maxWaiters, 10000U);
  EXPECT_EQ(config.deadline, Milliseconds(5000));
  EXPECT_FALSE(config.isDirect);
}

TEST(Config, TheEnvironmentWins) {
  const Environment environment({{"REPOOL_MAX", "3"},
                                 {"REPOOL_DEADLINE_MS", "250"},
                                 {"REPOOL_MAX_WAITERS", "7"},
                                 {"REPOOL_MODE", "direct"}});
  Config base;
  base.limits.max = 20;
  const Config config = withEnvironment(base);
  EXPECT_EQ(config.limits.max, 3U);
  EXPECT_EQ(config.deadline, Milliseconds(250));
  EXPECT_EQ(config.limits.maxWaiters, 7U);
  EXPECT_TRUE(config.isDirect);
}

TEST(Config, TheReserveLeavesAPlace) {
  const Environment environment({{"REPOOL_MAX", "1"}, {"REPOOL_RESERVE", "5"}});
  EXPECT_EQ(withEnvironment({}).limits.reserve, 0U);
}

class InvalidMax : public testing::TestWithParam<const char *> {};

TEST_P(InvalidMax, IsReportedOnceAndIgnored) {
  const Environment environment({{"REPOOL_MAX", GetParam()}});
  testing::internal::CaptureStderr();
  EXPECT_EQ(withEnvironment({}).limits.max, 10U);
  EXPECT_EQ(withEnvironment({}).limits.max, 10U);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            std::string("repool: REPOOL_MAX='") + GetParam() +
                "' ignored: not a number from 1 to 10000\n");
}

INSTANTIATE_TEST_SUITE_P(Config, InvalidMax,
                         testing::Values("0", "-1", "ten", "5x", "1e3", " 5",
                                         "99999999999999999999"));

TEST(Config, ReplicasAreUrlsOrNamesOfVariables) {
  const Environment environment({{"REPOOL_REPLICAS", "postgres://a/shop REPLICA_B"},
                                 {"REPOOL_REPLICA_MAX_LAG_MS", "2000"},
                                 {"REPLICA_B", "host=b dbname=shop"}});
  const Config config = withEnvironment({});
  EXPECT_EQ(config.replicaUrls,
            (std::vector<std::string>{"postgres://a/shop", "host=b dbname=shop"}));
  EXPECT_EQ(config.replicaMaxLag, Milliseconds(2000));
}

TEST(Config, AReplicaThatIsNeitherIsIgnoredAndNotQuoted) {
  const Environment environment({{"REPOOL_REPLICAS", "s3cret postgres://a/shop"}});
  testing::internal::CaptureStderr();
  EXPECT_EQ(withEnvironment({}).replicaUrls, std::vector<std::string>{"postgres://a/shop"});
  EXPECT_EQ(
      testing::internal::GetCapturedStderr(),
      "repool: REPOOL_REPLICAS: word 1 ignored: neither a URL nor the name of a variable that "
      "holds one\n");
}

TEST(Config, AnUnknownModeIsIgnored) {
  const Environment environment({{"REPOOL_MODE", "Direct"}});
  testing::internal::CaptureStderr();
  EXPECT_FALSE(withEnvironment({}).isDirect);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "repool: REPOOL_MODE='Direct' ignored: neither 'direct' nor 'pool'\n");
}

} // namespace
} // namespace repool::detail
