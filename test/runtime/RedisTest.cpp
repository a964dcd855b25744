// Redis as the second level of the cache: shared by processes, down, slow, back again.

#include "repool/redis.h"

#include "Programs.h"
#include "drivers/redis/RedisUrl.h"
#include "repool/runtime.h"
#include "repool/stats.h"
#include "servers/RedisServer.h"
#include "servers/Waiting.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <thread>

namespace repool::test {
namespace {

using std::chrono::seconds;

class Redis : public testing::Test {
protected:
  void SetUp() override {
    if (!RedisServer::isInstalled())
      GTEST_SKIP() << "no Redis to start";
    server_.emplace();
    begin(server_->url());
  }

  void TearDown() override {
    for (const std::string &name : names_)
      unsetenv(name.c_str());
    shutdown(0);
  }

  void begin(const std::string &url, const std::string &local = "0") {
    shutdown(0);
    set("REPOOL_CACHE", "on");
    set("REPOOL_CACHE_URL", url);
    set("REPOOL_CACHE_LOCAL_MS", local);
    useRedis();
    before_ = stats();
  }

  void set(const std::string &name, const std::string &value) {
    setenv(name.c_str(), value.c_str(), 1);
    names_.insert(name);
  }

  std::uint64_t grown(std::uint64_t Stats::*counter) const {
    return stats().*counter - before_.*counter;
  }

  static std::string text(const std::string &value, const Tags &tags = {"tag"},
                          const std::string &key = "key") {
    return cached(key, tags, seconds(60), [&] { return value; });
  }

  std::string inAnotherProcess(std::vector<std::string> arguments) const {
    Program program("caches", std::move(arguments));
    EXPECT_EQ(program.exitCode(), 0) << program.output();
    const std::string output = program.output();
    return output.substr(0, output.find('\n'));
  }

  std::optional<RedisServer> server_;

private:
  std::set<std::string> names_;
  Stats before_ = {};
};

TEST_F(Redis, SharesAValueWithOtherProcesses) {
  EXPECT_EQ(text("ours"), "ours");
  EXPECT_EQ(inAnotherProcess({"get", "key", "tag", "theirs"}), "ours");
  EXPECT_EQ(inAnotherProcess({"get", "new", "tag", "theirs"}), "theirs");
  EXPECT_EQ(text("ours", {"tag"}, "new"), "theirs");
  EXPECT_EQ(grown(&Stats::cacheSharedHits), 1U);
  EXPECT_EQ(grown(&Stats::cacheMisses), 1U);
  EXPECT_EQ(grown(&Stats::cacheSharedFailures), 0U);
}

TEST_F(Redis, InvalidatesInAllProcesses) {
  EXPECT_EQ(text("one"), "one");
  inAnotherProcess({"invalidate", "tag"});
  EXPECT_EQ(text("two"), "two");
  invalidate("tag");
  EXPECT_EQ(inAnotherProcess({"get", "key", "tag", "three"}), "three");
  EXPECT_EQ(text("four"), "three");
}

TEST_F(Redis, IsAskedAnewOnlyAfterAWhile) {
  begin(server_->url(), "300");
  EXPECT_EQ(text("one"), "one");
  inAnotherProcess({"invalidate", "tag"});
  const auto took = timeOf([] { EXPECT_TRUE(eventually([] { return text("two") == "two"; })); });
  EXPECT_LT(took.count(), 2000);
}

TEST_F(Redis, TellsThatAValueStillHoldsWithoutSendingIt) {
  const std::string big(100000, 'x');
  EXPECT_EQ(text(big), big);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(text("other"), big);
  EXPECT_EQ(grown(&Stats::cacheHits), 20U);
  EXPECT_EQ(grown(&Stats::cacheSharedHits), 0U);
}

TEST_F(Redis, InvalidatesValuesOfOtherTypesToo) {
  int made = 0;
  const auto number = [&] {
    return cached("number", {"tag"}, seconds(60), [&] { return ++made; });
  };
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(number(), 1);
  inAnotherProcess({"invalidate", "tag"});
  EXPECT_EQ(number(), 2);
}

TEST_F(Redis, IsBinarySafeAndKeepsTagsInAnyOrder) {
  const std::string binary("\0\r\n$5\xff", 7);
  EXPECT_EQ(text(binary, {"a", "b"}, binary), binary);
  shutdown(0);
  EXPECT_EQ(text("other", {"b", "a", "b"}, binary), binary);
}

TEST_F(Redis, KeepsNothingThatWasMadeWhileItsTagWasInvalidatedElsewhere) {
  const std::string value = cached("key", {"tag"}, seconds(60), [&] {
    inAnotherProcess({"invalidate", "tag"});
    return std::string("old");
  });
  EXPECT_EQ(value, "old");
  EXPECT_EQ(text("new"), "new");
  EXPECT_EQ(inAnotherProcess({"get", "key", "tag", "newer"}), "new");
}

TEST_F(Redis, KeepsAValueNoLongerThanItsTime) {
  cached("key", {}, Milliseconds(400), [] { return std::string("one"); });
  shutdown(0); // what is kept here is gone
  EXPECT_EQ(cached("key", {}, seconds(60), [] { return std::string("two"); }), "one");
  EXPECT_TRUE(eventually(
      [] { return cached("key", {}, seconds(60), [] { return std::string("two"); }) == "two"; },
      seconds(2)));
}

TEST_F(Redis, ThatIsDownIsAMissAndNoError) {
  server_->kill9();
  EXPECT_EQ(text("one"), "one");
  EXPECT_EQ(text("two"), "one") << "kept in this process all the same";
  invalidate("tag");
  EXPECT_EQ(text("three"), "three");
  EXPECT_GE(grown(&Stats::cacheSharedFailures), 1U);
}

TEST_F(Redis, ThatIsDownCostsNothingAfterThreeFailures) {
  server_->kill9();
  for (int i = 0; i < 5; ++i)
    text("value", {}, std::to_string(i));
  const auto took = timeOf([&] {
    for (int i = 0; i < 1000; ++i)
      text("value", {}, "more" + std::to_string(i));
  });
  EXPECT_LT(took.count(), 1000);
  EXPECT_NE(prometheus().find("repool_cache_shared_down 1\n"), std::string::npos);
}

TEST_F(Redis, ThatStandsStillCostsItsDeadlineAndThenNothing) {
  text("warm");
  server_->pause();
  const auto first = timeOf([&] { EXPECT_EQ(text("one", {}, "first"), "one"); });
  EXPECT_LT(first.count(), 500); // twice 50 ms: to read and to write
  for (int i = 0; i < 3; ++i)
    text("value", {}, std::to_string(i));
  const auto took = timeOf([&] {
    for (int i = 0; i < 100; ++i)
      text("value", {}, "more" + std::to_string(i));
  });
  EXPECT_LT(took.count(), 1000);
  server_->resume();
}

TEST_F(Redis, ThatIsBackIsUsedAgain) {
  EXPECT_EQ(text("one"), "one");
  server_->kill9();
  for (int i = 0; i < 5; ++i)
    text("value", {}, std::to_string(i));
  server_->start();
  EXPECT_TRUE(eventually([&] {
    std::this_thread::sleep_for(Milliseconds(20));
    text("value", {}, "probe" + std::to_string(Clock::now().time_since_epoch().count()));
    return std::atoi(server_->ask("DBSIZE").c_str() + 1) > 0;
  }));
  EXPECT_EQ(text("two"), "two") << "it began anew: nobody knows what was invalidated";
  EXPECT_EQ(inAnotherProcess({"get", "key", "tag", "three"}), "two");
}

TEST_F(Redis, IsToldLaterWhatWasInvalidatedWhileItDidNotAnswer) {
  EXPECT_EQ(text("one"), "one");
  EXPECT_EQ(inAnotherProcess({"get", "key", "tag", "x"}), "one");
  server_->pause();
  invalidate("tag");
  server_->resume();
  EXPECT_TRUE(eventually([&] {
    text("any", {}, "any" + std::to_string(Clock::now().time_since_epoch().count()));
    return inAnotherProcess({"get", "key", "tag", "two"}) == "two";
  }));
}

TEST_F(Redis, ThatForgetsItsVersionsBringsNoOldValueBack) {
  EXPECT_EQ(text("one"), "one");
  server_->ask("DEL repool:t:tag");
  EXPECT_EQ(text("two"), "two");
  inAnotherProcess({"invalidate", "tag"});
  server_->ask("DEL repool:t:tag");
  inAnotherProcess({"invalidate", "tag"});
  EXPECT_EQ(text("three"), "three");
}

TEST_F(Redis, ThatIsFullIsAMiss) {
  server_->ask("CONFIG SET maxmemory 1");
  EXPECT_EQ(text("one"), "one");
  EXPECT_EQ(text("two"), "one") << "in this process";
  server_->ask("CONFIG SET maxmemory 0");
}

TEST_F(Redis, IsReachedWithPasswordDatabaseAndSocket) {
  RedisServer closed({"--requirepass", "s3cret word"});
  begin(closed.url(":s3cret%20word@") + "/3");
  EXPECT_EQ(text("one"), "one");
  EXPECT_EQ(grown(&Stats::cacheSharedFailures), 0U);
  begin(closed.url(":wrong@"));
  EXPECT_EQ(text("two", {}, "other"), "two");
  EXPECT_GE(grown(&Stats::cacheSharedFailures), 1U);
  EXPECT_EQ(prometheus().find("wrong"), std::string::npos);
  begin("unix://" + server_->socket());
  EXPECT_EQ(text("three", {}, "third"), "three");
  EXPECT_EQ(grown(&Stats::cacheSharedFailures), 0U);
}

TEST_F(Redis, ServesManyThreads) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int thread = 0; thread < 24; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 100; ++i) {
        const std::string key = std::to_string((i + thread) % 40);
        wrong += cached(key, {"tag" + key}, seconds(1), [&] { return key; }) == key ? 0 : 1;
        if (i % 10 == 0)
          invalidate("tag" + key);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(std::atoi(server_->ask("INFO clients").c_str()), 1000);
}

struct UrlCase {
  const char *text;
  const char *place; ///< "": not understood
};

class RedisUrls : public testing::TestWithParam<UrlCase> {};

TEST_P(RedisUrls, AreUnderstoodOrNot) {
  const auto url = detail::redisUrlOf(GetParam().text);
  EXPECT_EQ(url ? url->place() : "", GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(Some, RedisUrls,
                         testing::Values(UrlCase{"redis://", "127.0.0.1:6379/0"},
                                         UrlCase{"redis://cache:7000/2", "cache:7000/2"},
                                         UrlCase{"redis://u:p@cache", "cache:6379/0"},
                                         UrlCase{"redis://:p%40@[::1]:1/1", "::1:1/1"},
                                         UrlCase{"unix:///run/redis", "/run/redis/0"},
                                         UrlCase{"unix:///run/redis?db=4", "/run/redis/4"},
                                         UrlCase{"rediss://cache", ""},
                                         UrlCase{"redis://cache:x", ""},
                                         UrlCase{"redis://cache/x", ""},
                                         UrlCase{"unix://relative", ""},
                                         UrlCase{"redis://:p%4@c", ""}, UrlCase{"", ""}));

} // namespace
} // namespace repool::test
