// What positions prove about the age of a replica's data.

#include "Samples.h"

#include <gtest/gtest.h>

namespace repool::detail {
namespace {

constexpr Milliseconds MaxAge(10000);

TimePoint at(int second) {
  return TimePoint() + std::chrono::hours(1) + std::chrono::seconds(second);
}

TEST(Samples, ProveNothingAtFirst) {
  EXPECT_EQ(Samples().provedBy(100), TimePoint());
}

TEST(Samples, ProveTheLatestTimeThatIsCovered) {
  Samples samples;
  samples.add(at(1), 100, MaxAge);
  samples.add(at(2), 200, MaxAge);
  samples.add(at(3), 300, MaxAge);
  EXPECT_EQ(samples.provedBy(99), TimePoint());
  EXPECT_EQ(samples.provedBy(100), at(1));
  EXPECT_EQ(samples.provedBy(299), at(2));
  EXPECT_EQ(samples.provedBy(300), at(3));
  EXPECT_EQ(samples.provedBy(1000), at(3));
}

TEST(Samples, OfAPrimaryThatWritesNothingKeepAReplicaFresh) {
  Samples samples;
  for (int second = 0; second < 100; ++second)
    samples.add(at(second), 100, MaxAge);
  EXPECT_EQ(samples.provedBy(100), at(99));
  EXPECT_EQ(samples.provedBy(99), TimePoint());
}

TEST(Samples, AreForgottenWhenTheyAreTooOldToProveAnything) {
  Samples samples;
  for (int second = 0; second < 20; ++second)
    samples.add(at(second), static_cast<std::uint64_t>(second), MaxAge);
  EXPECT_EQ(samples.provedBy(8), TimePoint());
  EXPECT_EQ(samples.provedBy(9), at(9));
}

TEST(Samples, OfAnotherHistoryReplaceAll) {
  Samples samples;
  samples.add(at(1), 100, MaxAge);
  samples.add(at(2), 50, MaxAge);
  EXPECT_EQ(samples.provedBy(60), at(2));
  EXPECT_EQ(samples.provedBy(49), TimePoint());
}

TEST(Samples, AreBoundedAndStayInOrder) {
  Samples samples;
  const Milliseconds days(86400000);
  for (int second = 0; second < 5000; ++second)
    samples.add(at(second), static_cast<std::uint64_t>(second), days);
  for (std::uint64_t position = 0; position < 5000; position += 7) {
    const TimePoint proved = samples.provedBy(position);
    EXPECT_LE(proved, at(static_cast<int>(position)));
    EXPECT_TRUE(position < 4500 || proved == at(static_cast<int>(position)));
  }
}

} // namespace
} // namespace repool::detail
