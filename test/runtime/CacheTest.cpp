// Results that are kept: as a program asks for them, without any database.

#include "repool/cache.h"

#include "repool/runtime.h"
#include "repool/stats.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace repool {

struct Page {
  std::string text;
};

std::size_t cacheWeight(const Page &page);

std::size_t cacheWeight(const Page &page) {
  return page.text.size();
}

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Cache : public testing::Test {
protected:
  void SetUp() override {
    set("REPOOL_CACHE", "on");
    shutdown(0);
    before_ = stats();
  }

  void TearDown() override {
    for (const std::string &name : names_)
      unsetenv(name.c_str());
    shutdown(0);
  }

  void set(const std::string &name, const std::string &value) {
    setenv(name.c_str(), value.c_str(), 1);
    names_.insert(name);
  }

  std::uint64_t grown(std::uint64_t Stats::*counter) const {
    return stats().*counter - before_.*counter;
  }

  /// What is kept, or the number of the call.
  int number(const std::string &key = "key", const Tags &tags = {},
             milliseconds timeToLive = seconds(60)) {
    return cached(key, tags, timeToLive, [&] { return ++made_; });
  }

  int made_ = 0;

private:
  std::set<std::string> names_;
  Stats before_ = {};
};

TEST_F(Cache, IsOffUnlessItIsTurnedOn) {
  unsetenv("REPOOL_CACHE");
  shutdown(0);
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number(), 2);
  EXPECT_EQ(grown(&Stats::cacheMisses), 0U);
  EXPECT_EQ(stats().cacheEntries, 0U);
}

TEST_F(Cache, KeepsWhatWasMade) {
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number("other"), 2);
  EXPECT_EQ(grown(&Stats::cacheHits), 1U);
  EXPECT_EQ(grown(&Stats::cacheMisses), 2U);
  EXPECT_EQ(stats().cacheEntries, 2U);
  EXPECT_NE(prometheus().find("\nrepool_cache_hits_total "), std::string::npos);
  EXPECT_NE(prometheus().find("\nrepool_cache_on 1\n"), std::string::npos);
}

TEST_F(Cache, EndsByTime) {
  EXPECT_EQ(number("key", {}, milliseconds(50)), 1);
  std::this_thread::sleep_for(milliseconds(60));
  EXPECT_EQ(number("key", {}, milliseconds(50)), 2);
  EXPECT_EQ(number("none", {}, milliseconds(0)), 3);
  EXPECT_EQ(number("none", {}, milliseconds(0)), 4);
}

TEST_F(Cache, EndsAtDifferentTimes) {
  for (int i = 0; i < 200; ++i)
    number(std::to_string(i), {}, milliseconds(1000));
  std::this_thread::sleep_for(milliseconds(950));
  const int before = made_;
  for (int i = 0; i < 200; ++i)
    number(std::to_string(i), {}, milliseconds(1000));
  EXPECT_GT(made_, before);
}

TEST_F(Cache, EndsByTag) {
  EXPECT_EQ(number("a", {"pitches"}), 1);
  EXPECT_EQ(number("b", {"pitches", "users"}), 2);
  EXPECT_EQ(number("c", {"users"}), 3);
  invalidate("pitches");
  EXPECT_EQ(number("c", {"users"}), 3);
  EXPECT_EQ(number("a", {"pitches"}), 4);
  EXPECT_EQ(number("b", {"pitches", "users"}), 5);
  invalidateTags({"users", "pitches"});
  EXPECT_EQ(number("a", {"pitches"}), 6);
  EXPECT_EQ(grown(&Stats::cacheInvalidations), 3U);
}

TEST_F(Cache, DoesNotKeepWhatWasBeingMadeWhenItsTagWasInvalidated) {
  const auto make = [&] {
    return cached("key", {"pitches"}, seconds(60), [&] {
      invalidate("pitches"); // another thread has committed meanwhile
      return ++made_;
    });
  };
  EXPECT_EQ(make(), 1);
  EXPECT_EQ(make(), 2);
}

TEST_F(Cache, DoesNotKeepFailures) {
  const auto fail = [&]() -> int {
    return cached("key", {}, seconds(60), [&]() -> int {
      ++made_;
      throw std::runtime_error("no");
    });
  };
  EXPECT_THROW(fail(), std::runtime_error);
  EXPECT_THROW(fail(), std::runtime_error);
  EXPECT_EQ(made_, 2);
  const auto skip = [&](bool isBad) {
    return cached("key", {}, seconds(60), [&](Caching &caching) {
      if (isBad)
        caching.skip();
      return ++made_;
    });
  };
  EXPECT_EQ(skip(true), 3);
  EXPECT_EQ(skip(false), 4);
  EXPECT_EQ(skip(true), 4);
}

TEST_F(Cache, KeepsValuesOfAnyTypeApart) {
  EXPECT_EQ(cached("key", {}, seconds(60), [] { return std::string("text"); }), "text");
  EXPECT_EQ(cached("key", {}, seconds(60), [] { return 7; }), 7);
  EXPECT_EQ(cached("key", {}, seconds(60), [] { return 8; }), 7);
  const auto pointer = [] { return std::make_shared<const Page>(Page{"shared"}); };
  const auto first = cached("page", {}, seconds(60), pointer);
  EXPECT_EQ(cached("page", {}, seconds(60), pointer), first);
}

TEST_F(Cache, WeighsWhatItIsTold) {
  set("REPOOL_CACHE_BYTES", "1000000");
  shutdown(0);
  for (int i = 0; i < 100; ++i)
    cached(std::to_string(i), {}, seconds(60), [] { return Page{std::string(100000, 'x')}; });
  EXPECT_LE(stats().cacheBytes, 1000000U);
  EXPECT_LE(stats().cacheEntries, 9U);
  EXPECT_GE(grown(&Stats::cacheEvictions), 90U);
}

TEST_F(Cache, KeepsNoMoreEntriesThanItMay) {
  set("REPOOL_CACHE_ENTRIES", "10");
  shutdown(0);
  for (int i = 0; i < 100; ++i)
    number(std::to_string(i));
  EXPECT_EQ(stats().cacheEntries, 10U);
}

TEST_F(Cache, LetsOneMakeWhatManyAskFor) {
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      wrong += cached("key", {"tag"}, seconds(60),
                      [&] {
                        std::this_thread::sleep_for(milliseconds(200));
                        return ++made;
                      }) == 1
                   ? 0
                   : 1;
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(grown(&Stats::cacheCoalesced) + grown(&Stats::cacheHits), 15U);
}

TEST_F(Cache, LetsThoseMakeItThemselvesWhoWaitedForAFailure) {
  std::atomic<int> made{0};
  std::atomic<bool> isFirst{true};
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      try {
        cached("key", {}, seconds(60), [&] {
          const bool fails = isFirst.exchange(false);
          std::this_thread::sleep_for(milliseconds(100));
          if (fails)
            throw std::runtime_error("no");
          return ++made;
        });
      } catch (const std::runtime_error &) {
        ++failures;
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 1);
  EXPECT_GE(made, 1);
}

TEST_F(Cache, DoesNotWaitForAMakerForEver) {
  set("REPOOL_DEADLINE_MS", "100");
  shutdown(0);
  std::atomic<bool> isInside{false};
  std::atomic<bool> mayEnd{false};
  std::thread slow([&] {
    cached("key", {}, seconds(60), [&] {
      isInside = true;
      while (!mayEnd)
        std::this_thread::yield();
      return 1;
    });
  });
  while (!isInside)
    std::this_thread::yield();
  EXPECT_EQ(cached("key", {}, seconds(60), [] { return 2; }), 2);
  mayEnd = true;
  slow.join();
}

TEST_F(Cache, WhoAsksAfterAnInvalidationDoesNotGetWhatWasBegunBefore) {
  std::atomic<bool> isInside{false};
  std::atomic<bool> mayEnd{false};
  std::thread before([&] {
    EXPECT_EQ(cached("key", {"tag"}, seconds(60),
                     [&] {
                       isInside = true;
                       while (!mayEnd)
                         std::this_thread::yield();
                       return std::string("old");
                     }),
              "old");
  });
  while (!isInside)
    std::this_thread::yield();
  invalidate("tag");
  const auto fresh = [] {
    return cached("key", {"tag"}, seconds(60), [] { return std::string("new"); });
  };
  EXPECT_EQ(fresh(), "new");
  mayEnd = true;
  before.join();
  EXPECT_EQ(fresh(), "new");
}

TEST_F(Cache, AThreadThatAsksForWhatItMakesMakesItTwice) {
  const auto inner = [] { return cached("key", {}, seconds(60), [] { return 1; }); };
  EXPECT_EQ(cached("key", {}, seconds(60), [&] { return inner() + 1; }), 2);
}

/// Asks the cache when it dies, as a value of the program may.
struct Nosy {
  ~Nosy() {
    cached("nosy", {}, seconds(60), [] { return 1; });
  }
};

TEST_F(Cache, RunsNoDestructorUnderALock) {
  set("REPOOL_CACHE_ENTRIES", "1");
  shutdown(0);
  const auto make = [] { return std::make_shared<Nosy>(); };
  cached("a", {}, seconds(60), make);
  cached("b", {}, seconds(60), make);
  invalidate("x");
  shutdown(0);
}

TEST_F(Cache, CanBeTurnedOffInARunningProgram) {
  const std::string file = "/tmp/repool-cache-" + std::to_string(getpid());
  unsetenv("REPOOL_CACHE");
  std::ofstream(file) << "REPOOL_CACHE=on\n";
  set("REPOOL_CONFIG", file);
  shutdown(0);
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number(), 1);
  std::ofstream(file) << "REPOOL_CACHE=off\n";
  const auto end = std::chrono::steady_clock::now() + seconds(20);
  while (number() == 1 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(milliseconds(20));
  EXPECT_GT(number(), 1);
  EXPECT_EQ(stats().cacheEntries, 0U);
  std::remove(file.c_str());
}

TEST_F(Cache, IsEmptyInAChildAfterFork) {
  number();
  const pid_t child = fork();
  if (child == 0)
    _exit(number() == 2 && stats().cacheHits == 0 ? 0 : 1);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(number(), 1);
}

TEST_F(Cache, IsOneForManyThreads) {
  set("REPOOL_CACHE_ENTRIES", "50");
  shutdown(0);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 5000; ++i) {
        const std::string key = std::to_string((i * 7 + thread) % 100);
        wrong += cached(key, {"tag" + key}, milliseconds(5), [&] { return key; }) == key ? 0 : 1;
        if (i % 50 == 0)
          invalidate("tag" + key);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
}

} // namespace
} // namespace repool
