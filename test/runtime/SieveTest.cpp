// What is kept within bounds, and what goes first.

#include "cache/Sieve.h"

#include <gtest/gtest.h>

namespace repool::detail {
namespace {

class SieveTest : public testing::Test {
protected:
  void put(const std::string &key, std::size_t bytes = 0) {
    Kept kept;
    kept.value = std::make_shared<int>(1);
    kept.bytes = bytes;
    isPut_ = sieve_.put(key, std::move(kept), gone_);
  }

  std::string keys() const {
    std::string found;
    for (char key = 'a'; key <= 'z'; ++key)
      if (sieve_.has(std::string(1, key)))
        found += key;
    return found;
  }

  Sieve sieve_;
  Sieve::Gone gone_;
  bool isPut_ = false;
};

TEST_F(SieveTest, LetsTheOldestGoThatNobodyAskedFor) {
  sieve_.bound(3, 100000);
  for (const char *key : {"a", "b", "c"})
    put(key);
  sieve_.find("a");
  put("d");
  EXPECT_EQ(keys(), "acd");
  put("e");
  EXPECT_EQ(keys(), "ade");
  EXPECT_EQ(sieve_.evictions(), 2U);
}

TEST_F(SieveTest, KeepsWhatIsAskedForOftenThroughAScan) {
  sieve_.bound(4, 100000);
  put("a");
  put("b");
  for (int i = 0; i < 100; ++i) {
    sieve_.find("a");
    sieve_.find("b");
    put("once" + std::to_string(i));
  }
  EXPECT_EQ(keys(), "ab");
  EXPECT_EQ(sieve_.entries(), 4U);
}

TEST_F(SieveTest, KeepsToItsBytes) {
  sieve_.bound(1000, 10000);
  for (int i = 0; i < 100; ++i) {
    put("key" + std::to_string(i), 1000);
    EXPECT_LE(sieve_.bytes(), 10000U);
  }
  EXPECT_GT(sieve_.entries(), 5U);
  put("big", 20000);
  EXPECT_FALSE(isPut_);
  EXPECT_GT(sieve_.entries(), 5U) << "what does not fit pushes nothing out";
}

TEST_F(SieveTest, ReplacesWithoutCountingTwice) {
  sieve_.bound(10, 100000);
  put("a", 100);
  const std::size_t bytes = sieve_.bytes();
  put("a", 100);
  EXPECT_EQ(sieve_.bytes(), bytes);
  EXPECT_EQ(sieve_.entries(), 1U);
  EXPECT_EQ(gone_.size(), 1U);
}

TEST_F(SieveTest, DropsAndClears) {
  sieve_.bound(3, 100000);
  for (const char *key : {"a", "b", "c"})
    put(key);
  sieve_.drop("b", gone_);
  EXPECT_EQ(keys(), "ac");
  sieve_.clear(gone_);
  EXPECT_EQ(sieve_.entries(), 0U);
  EXPECT_EQ(sieve_.bytes(), 0U);
  EXPECT_EQ(gone_.size(), 3U);
  put("a");
  EXPECT_EQ(keys(), "a");
}

TEST_F(SieveTest, EvictsEveryoneWhenAllAreWanted) {
  sieve_.bound(3, 100000);
  for (int i = 0; i < 50; ++i) {
    const std::string key(1, static_cast<char>('a' + i % 26));
    put(key);
    sieve_.find(key);
    EXPECT_LE(sieve_.entries(), 3U);
    EXPECT_TRUE(sieve_.has(key));
  }
}

} // namespace
} // namespace repool::detail
