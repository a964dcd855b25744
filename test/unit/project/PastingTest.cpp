#include "project/Pasting.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using Names = std::set<std::string>;

TEST(Pasting, FindsWhatAMacroCanMake) {
  EXPECT_EQ(findPastings("#define A(x) PQ##x\n").patterns, (Names{"PQ*"}));
  EXPECT_EQ(findPastings("#define A(x) x ## _t x##_##x\n").patterns, (Names{"*_t", "*_*"}));
  EXPECT_EQ(findPastings("#define A(x, ...) x##__VA_ARGS__\n").joiners, (Names{"A"}));
  EXPECT_EQ(findPastings("#define A PQ##finish\n").patterns, (Names{"PQfinish"}));
}

TEST(Pasting, FollowsMacrosThatCallJoiners) {
  Names joiners = {"A"};
  EXPECT_TRUE(addJoinersOf("#define B(x, y) A(x, y)\n#define C 1\n", joiners));
  EXPECT_EQ(joiners, (Names{"A", "B"}));
  EXPECT_FALSE(addJoinersOf("#define B(x, y) A(x, y)\n", joiners));
}

TEST(Pasting, MatchesPatterns) {
  EXPECT_TRUE(canMake("PQ*", "PQfinish"));
  EXPECT_TRUE(canMake("*fin*", "PQfinish"));
  EXPECT_FALSE(canMake("PQ*", "myPQfinish"));
  EXPECT_FALSE(canMake("*_t", "PQfinish"));
}

TEST(Pasting, LooksAtTheArguments) {
  const auto isPq = [](std::string_view word) { return word == "PQ"; };
  EXPECT_TRUE(joinsFragment("A(PQ, x)", {"A"}, isPq));
  EXPECT_TRUE(joinsFragment("#define B(x) A(PQ, x)\n", {"A"}, isPq));
  EXPECT_FALSE(joinsFragment("A(x) PQ", {"A"}, isPq));
}

} // namespace

} // namespace repool
