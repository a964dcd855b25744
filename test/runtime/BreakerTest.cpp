// The breaker and the retry rules: no lock, no clock; times are invented.

#include "Breaker.h"

#include "Retry.h"

#include <gtest/gtest.h>

namespace repool::detail {
namespace {

using std::chrono::seconds;

constexpr double Middle = 0.5; // of the jitter: times as they are named

class BreakerTest : public testing::Test {
protected:
  void open() {
    for (int i = 0; i < 3; ++i)
      breaker_.failed(breaker_.generation(), now_, Middle);
    ASSERT_EQ(breaker_.state(), Breaker::State::Open);
  }

  TimePoint now_ = TimePoint() + std::chrono::hours(1);
  Breaker breaker_{Breaker::Settings{}};
};

TEST_F(BreakerTest, OpensAtTheThirdFailureAndNotBefore) {
  const auto when = breaker_.generation();
  EXPECT_FALSE(breaker_.failed(when, now_, Middle));
  EXPECT_FALSE(breaker_.failed(when, now_ + seconds(4), Middle));
  EXPECT_TRUE(breaker_.isClosed());
  EXPECT_TRUE(breaker_.failed(when, now_ + seconds(8), Middle));
  EXPECT_FALSE(breaker_.isClosed());
}

TEST_F(BreakerTest, ForgetsFailuresOfLongAgo) {
  const auto when = breaker_.generation();
  breaker_.failed(when, now_, Middle);
  breaker_.failed(when, now_ + seconds(1), Middle);
  EXPECT_FALSE(breaker_.failed(when, now_ + seconds(11), Middle));
  EXPECT_TRUE(breaker_.isClosed());
}

TEST_F(BreakerTest, ASuccessStartsTheCountAnew) {
  const auto when = breaker_.generation();
  breaker_.failed(when, now_, Middle);
  breaker_.failed(when, now_, Middle);
  breaker_.succeeded(when);
  EXPECT_FALSE(breaker_.failed(when, now_, Middle));
}

TEST_F(BreakerTest, ARestartThatKillsTenSocketsIsOneFailure) {
  const TimePoint openedAt = now_ - seconds(60);
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(breaker_.lost(openedAt, now_ + Milliseconds(i), Middle));
  EXPECT_TRUE(breaker_.isClosed());
  // Three restarts are three.
  EXPECT_FALSE(breaker_.lost(now_ + seconds(1), now_ + seconds(2), Middle));
  EXPECT_TRUE(breaker_.lost(now_ + seconds(3), now_ + seconds(4), Middle));
}

TEST_F(BreakerTest, SendsOneProbeWhenItsTimeIsOver) {
  open();
  EXPECT_FALSE(breaker_.beginProbe(now_ + Milliseconds(999)));
  EXPECT_TRUE(breaker_.beginProbe(now_ + seconds(1)));
  for (int i = 0; i < 200; ++i)
    EXPECT_FALSE(breaker_.beginProbe(now_ + seconds(1)));
  EXPECT_TRUE(breaker_.endProbe(breaker_.generation(), true, now_ + seconds(1), Middle));
  EXPECT_TRUE(breaker_.isClosed());
}

TEST_F(BreakerTest, OpenTimeDoublesUpToItsBound) {
  open();
  TimePoint now = now_;
  for (const int expected : {1, 2, 4, 8, 16, 30, 30}) {
    EXPECT_EQ(breaker_.nextProbe() - now, seconds(expected));
    now = breaker_.nextProbe();
    ASSERT_TRUE(breaker_.beginProbe(now));
    EXPECT_FALSE(breaker_.endProbe(breaker_.generation(), false, now, Middle));
  }
}

TEST_F(BreakerTest, JitterStaysWithinAQuarter) {
  for (const double jitter : {0.0, 1.0}) {
    Breaker breaker{Breaker::Settings{}};
    for (int i = 0; i < 3; ++i)
      breaker.failed(breaker.generation(), now_, jitter);
    EXPECT_EQ(breaker.nextProbe() - now_, Milliseconds(jitter == 0.0 ? 750 : 1250));
  }
}

TEST_F(BreakerTest, AProbeThatHangsIsReplacedAndNotHeardAnyMore) {
  open();
  ASSERT_TRUE(breaker_.beginProbe(now_ + seconds(1)));
  const auto hanging = breaker_.generation();
  EXPECT_FALSE(breaker_.beginProbe(now_ + Milliseconds(2999)));
  ASSERT_TRUE(breaker_.beginProbe(now_ + seconds(3)));
  EXPECT_FALSE(breaker_.endProbe(hanging, true, now_ + seconds(3), Middle));
  EXPECT_FALSE(breaker_.isClosed());
  EXPECT_TRUE(breaker_.endProbe(breaker_.generation(), true, now_ + seconds(3), Middle));
}

TEST_F(BreakerTest, ResultsFromBeforeTheChangeAreIgnored) {
  const auto before = breaker_.generation();
  open();
  breaker_.succeeded(before);
  EXPECT_FALSE(breaker_.isClosed());
  ASSERT_TRUE(breaker_.beginProbe(now_ + seconds(1)));
  breaker_.endProbe(breaker_.generation(), true, now_ + seconds(1), Middle);
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(breaker_.failed(before, now_ + seconds(2), Middle));
  EXPECT_TRUE(breaker_.isClosed());
}

TEST_F(BreakerTest, MayAskForTwoGoodProbesSomeTimeApart) {
  breaker_.settings().goodProbes = 2;
  open();
  ASSERT_TRUE(breaker_.beginProbe(now_ + seconds(1)));
  EXPECT_FALSE(breaker_.endProbe(breaker_.generation(), true, now_ + seconds(1), Middle));
  EXPECT_FALSE(breaker_.beginProbe(now_ + Milliseconds(1999)));
  ASSERT_TRUE(breaker_.beginProbe(now_ + seconds(2)));
  EXPECT_TRUE(breaker_.endProbe(breaker_.generation(), true, now_ + seconds(2), Middle));
}

TEST(Backoff, GrowsToItsBoundWithFullJitter) {
  EXPECT_EQ(backoff(1, 1.0), Milliseconds(50));
  EXPECT_EQ(backoff(2, 1.0), Milliseconds(100));
  EXPECT_EQ(backoff(3, 0.5), Milliseconds(100));
  EXPECT_EQ(backoff(6, 1.0), Milliseconds(1600));
  EXPECT_EQ(backoff(7, 1.0), Milliseconds(2000));
  EXPECT_EQ(backoff(1000, 1.0), Milliseconds(2000));
  EXPECT_EQ(backoff(5, 0.0), Milliseconds(0));
}

TEST(RetryBudget, StopsRetriesWhenMostThingsFail) {
  RetryBudget budget;
  int retries = 0;
  while (budget.allowsRetry() && retries < 1000) {
    budget.failed();
    ++retries;
  }
  EXPECT_EQ(retries, 50);
  for (int i = 0; i < 11; ++i)
    budget.succeeded();
  EXPECT_TRUE(budget.allowsRetry());
}

} // namespace
} // namespace repool::detail
