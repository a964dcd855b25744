#include "apply/Bisect.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace repool {
namespace {

using Parts = std::vector<std::size_t>;
using Check = std::function<bool(const Parts &)>;

bool has(const Parts &parts, std::size_t part) {
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

/// Fails with any of \p bad.
Check without(const Parts &bad) {
  return [bad](const Parts &parts) {
    return std::none_of(bad.begin(), bad.end(), [&](std::size_t part) { return has(parts, part); });
  };
}

/// Bisects and holds what every bisection must hold.
Bisection bisected(std::size_t count, const Check &check) {
  Parts last;
  bool lastPassed = false;
  std::size_t runs = 0;
  llvm::Expected<Bisection> found = bisect(count, [&](const Parts &parts) -> llvm::Expected<bool> {
    EXPECT_TRUE(std::is_sorted(parts.begin(), parts.end()));
    EXPECT_FALSE(parts.empty()) << "nothing was to be checked";
    ++runs;
    last = parts;
    lastPassed = check(parts);
    return lastPassed;
  });
  if (!found) {
    ADD_FAILURE() << llvm::toString(found.takeError());
    return {};
  }
  EXPECT_EQ(found->runs, runs);
  EXPECT_TRUE(found->kept.empty() || (lastPassed && last == found->kept))
      << "what is kept was not what passed last";
  Parts all = found->kept;
  for (const BadPart &bad : found->bad) {
    all.push_back(bad.part);
    EXPECT_GE(bad.run, 1U);
    EXPECT_LE(bad.run, runs);
  }
  std::sort(all.begin(), all.end());
  Parts expected(count);
  for (std::size_t i = 0; i < count; ++i)
    expected[i] = i;
  EXPECT_EQ(all, expected) << "a part was lost or is there twice";
  return std::move(*found);
}

Parts badOf(const Bisection &found) {
  Parts parts;
  for (const BadPart &bad : found.bad)
    parts.push_back(bad.part);
  return parts;
}

TEST(Bisect, OneRunWhereAllPass) {
  const Bisection found = bisected(100, without({}));
  EXPECT_EQ(badOf(found), Parts{});
  EXPECT_EQ(found.runs, 1U);
}

TEST(Bisect, OneBadCostsALogarithm) {
  for (std::size_t bad = 0; bad < 64; ++bad) {
    SCOPED_TRACE(bad);
    const Bisection found = bisected(64, without({bad}));
    EXPECT_EQ(badOf(found), Parts{bad});
    // All, six halvings, the rest; the first part is asked for company, too.
    EXPECT_LE(found.runs, bad == 0 ? 9U : 8U);
    EXPECT_FALSE(found.allAlone);
  }
}

TEST(Bisect, TwoBadWhereverTheyAre) {
  for (std::size_t first = 0; first < 20; ++first)
    for (std::size_t second = first + 1; second < 20; ++second) {
      SCOPED_TRACE(std::to_string(first) + ", " + std::to_string(second));
      const Bisection found = bisected(20, without({first, second}));
      EXPECT_EQ(badOf(found), (Parts{first, second}));
      EXPECT_LE(found.runs, 2 * (1 + 5) + 1 + 2U);
    }
}

TEST(Bisect, AFaultNamesARunThatFailedWithIt) {
  std::vector<Parts> runs;
  const Check check = without({3, 11});
  const Bisection found = bisected(16, [&](const Parts &parts) {
    runs.push_back(parts);
    return check(parts);
  });
  ASSERT_EQ(badOf(found), (Parts{3, 11}));
  for (const BadPart &bad : found.bad) {
    const Parts &run = runs[bad.run - 1];
    EXPECT_EQ(run.back(), bad.part) << "it was the last that was added";
    EXPECT_FALSE(check(run));
  }
}

TEST(Bisect, OfAPairThatFailsOnlyTogetherOneStays) {
  const Bisection found =
      bisected(10, [](const Parts &parts) { return !has(parts, 2) || !has(parts, 7); });
  EXPECT_EQ(badOf(found), Parts{7});
}

TEST(Bisect, APartThatNeedsAnEarlierOneIsKeptWithIt) {
  const Bisection found = bisected(
      12, [](const Parts &parts) { return !has(parts, 9) && (!has(parts, 5) || has(parts, 1)); });
  EXPECT_EQ(badOf(found), Parts{9});
}

TEST(Bisect, FewPartsThatAreAllBadAreTriedOneByOne) {
  const Bisection found = bisected(3, without({0, 1, 2}));
  EXPECT_EQ(badOf(found), (Parts{0, 1, 2}));
  EXPECT_FALSE(found.allAlone);
}

TEST(Bisect, ManyPartsThatAreAllBadAreNot) {
  const Bisection found = bisected(114, [](const Parts &) { return false; });
  EXPECT_EQ(found.bad.size(), 114U);
  EXPECT_TRUE(found.allAlone);
  EXPECT_LE(found.runs, 1 + 7 + 2U);
}

TEST(Bisect, ManyBadPartsAreNotAllParts) {
  Parts bad;
  for (std::size_t i = 0; i < 30; i += 2)
    bad.push_back(i);
  const Bisection found = bisected(30, without(bad));
  EXPECT_EQ(badOf(found), bad);
  EXPECT_FALSE(found.allAlone);
}

TEST(Bisect, ACheckThatAnswersAtRandomKeepsOnlyWhatPassed) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    unsigned state = seed;
    std::map<Parts, bool> answers; // at random, but the same for the same parts
    bisected(9, [&](const Parts &parts) {
      state = state * 1103515245U + 12345U;
      return answers.try_emplace(parts, (state >> 16U) % 2 == 0).first->second;
    });
  }
}

TEST(Bisect, SaysThatACheckContradictsItself) {
  unsigned asked = 0;
  llvm::Expected<Bisection> found = bisect(3, [&](const Parts &parts) -> llvm::Expected<bool> {
    return parts == Parts{0} && asked++ == 0; // passes once, and then no more
  });
  ASSERT_FALSE(static_cast<bool>(found));
  EXPECT_EQ(llvm::toString(found.takeError()),
            "the check command passed and then failed for the same text");
}

TEST(Bisect, EndsWithTheFirstError) {
  unsigned runs = 0;
  llvm::Expected<Bisection> found = bisect(8, [&](const Parts &) -> llvm::Expected<bool> {
    if (++runs == 3)
      return llvm::createStringError(std::make_error_code(std::errc::interrupted), "stop");
    return false;
  });
  ASSERT_FALSE(static_cast<bool>(found));
  EXPECT_EQ(llvm::toString(found.takeError()), "stop");
  EXPECT_EQ(runs, 3U);
}

} // namespace
} // namespace repool
