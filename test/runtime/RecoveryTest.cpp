// The server comes back, or has too few places: nobody storms it.

#include "FaultTest.h"
#include "servers/FaultProxy.h"

#include <atomic>
#include <functional>
#include <sys/resource.h>

namespace repool::test {
namespace {

class Recovery : public FaultTest {};

/// \p count callers wait while nobody listens; then somebody does.
FaultProxy::Counts countsOfAReturn(int count, const std::function<const Driver &(int)> &driverOf) {
  FaultProxy proxy(PostgresServer::shared().port());
  proxy.delay(Milliseconds(5)); // a handshake that takes a while
  proxy.refuse(true);
  std::atomic<int> served{0};
  std::thread threads([&] {
    inThreads(count, [&](int number) {
      // A breaker that is open refuses at once: the caller comes again, as callers do.
      const auto end = Clock::now() + std::chrono::seconds(60);
      while (driverOf(number)(PostgresServer::urlAt(proxy.port()), "SELECT 1").kind !=
                 Outcome::Done &&
             Clock::now() < end)
        std::this_thread::sleep_for(Milliseconds(50));
      ++served;
    });
  });
  std::this_thread::sleep_for(Milliseconds(1000));
  EXPECT_EQ(served, 0);
  proxy.forgetCounts();
  proxy.refuse(false);
  const auto took = timeOf([&] { threads.join(); });
  EXPECT_EQ(served, count);
  testing::Test::RecordProperty("recovery_ms", static_cast<int>(took.count()));
  return proxy.counts();
}

class Herd : public BothDrivers {};

INSTANTIATE_TEST_SUITE_P(By, Herd, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Herd, OfTwoHundredNeverDialsMoreThanTwoAtATime) {
  set("REPOOL_MAX", "10");
  set("REPOOL_DEADLINE_MS", "20000");
  const FaultProxy::Counts counts =
      countsOfAReturn(200, [](int) -> const Driver & { return GetParam(); });
  EXPECT_LE(counts.mostDialling, 2);
  EXPECT_LE(counts.mostOpen, 10);
  EXPECT_LE(counts.total, 10 + 5) << "200 callers, 10 places";
}

TEST_F(Recovery, TwoHundredCallersOfBothDriversNeverDialMoreThanTwoAtATime) {
  set("REPOOL_MAX", "10");
  set("REPOOL_DEADLINE_MS", "20000");
  const FaultProxy::Counts counts = countsOfAReturn(
      200, [](int number) -> const Driver & { return number % 2 ? Libpq : Libpqxx; });
  EXPECT_LE(counts.mostDialling, 2);
  EXPECT_LE(counts.mostOpen, 10);
  // The two take places from one another, so there may be more than ten; but never one each.
  EXPECT_LE(counts.total, 100);
}

TEST_F(Recovery, AColdPoolDialsTwoAtATime) {
  const PostgresServer &server = PostgresServer::shared();
  FaultProxy proxy(server.port());
  proxy.delay(Milliseconds(20));
  set("REPOOL_MAX", "10");
  set("REPOOL_DEADLINE_MS", "30000");
  inThreads(50, [&](int number) {
    const Driver &driver = number % 2 ? Libpq : Libpqxx;
    EXPECT_EQ(driver(PostgresServer::urlAt(proxy.port()), "SELECT 1").kind, Outcome::Done);
  });
  EXPECT_LE(proxy.counts().mostDialling, 2);
  EXPECT_LE(proxy.counts().mostOpen, 10);
}

TEST_F(Recovery, WhileItIsDownDialsAreFew) {
  FaultProxy proxy(1); // nobody listens there: each dial fails after it was accepted
  set("REPOOL_DEADLINE_MS", "500");
  std::atomic<bool> isEnding{false};
  std::atomic<int> refused{0};
  std::thread threads([&] {
    inThreads(20, [&](int) {
      while (!isEnding)
        refused +=
            Libpq(PostgresServer::urlAt(proxy.port()), "SELECT 1").kind == Outcome::NoConnection
                ? 1
                : 0;
    });
  });
  std::this_thread::sleep_for(Milliseconds(3000));
  isEnding = true;
  threads.join();
  EXPECT_GT(refused, 20);
  EXPECT_LE(proxy.counts().total, 15) << "three failures, then a probe after 1 s, 2 s, ...";
  EXPECT_LE(proxy.counts().mostDialling, 2);
  EXPECT_GE(grown(&Stats::breakerOpened), 1U);
  EXPECT_EQ(stats().breakerOpen, 1U);
  EXPECT_GT(grown(&Stats::refusedAtOnce), 0U);
}

TEST_F(Recovery, AServerWithTwentyPlacesServesAPoolOfFifty) {
  PostgresServer small({"max_connections=20", "superuser_reserved_connections=3"});
  FaultProxy proxy(small.port());
  set("REPOOL_MAX", "50");
  set("REPOOL_DEADLINE_MS", "10000");
  std::atomic<int> failed{0};
  std::atomic<int> done{0};
  const auto end = Clock::now() + std::chrono::seconds(3);
  inThreads(60, [&](int number) {
    const Driver &driver = number % 2 ? Libpq : Libpqxx;
    while (Clock::now() < end) {
      const Outcome outcome = driver(PostgresServer::urlAt(proxy.port()), "SELECT pg_sleep(0.02)");
      (outcome.kind == Outcome::Done ? done : failed) += 1;
      if (outcome.kind != Outcome::Done)
        std::this_thread::sleep_for(Milliseconds(20));
    }
  });
  EXPECT_EQ(failed, 0) << "17 connections that come back at once are enough for everyone";
  EXPECT_GT(done, 200);
  EXPECT_LE(proxy.counts().total, 17 + 40) << "no storm of dials that must fail";
  EXPECT_LE(proxy.counts().mostDialling, 2);
  // Afterwards all is as ever.
  EXPECT_TRUE(eventually([&] {
    return Libpq(PostgresServer::urlAt(proxy.port()), "SELECT 1").kind == Outcome::Done;
  }));
}

/// No more files for this process while it lives.
class NoFiles {
public:
  NoFiles() {
    getrlimit(RLIMIT_NOFILE, &before_);
    const int next = dup(0);
    close(next);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(next);
    setrlimit(RLIMIT_NOFILE, &none);
  }

  ~NoFiles() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_;
};

TEST_F(Recovery, NoFileDescriptorLeftGivesThePlaceBack) {
  const PostgresServer &server = PostgresServer::shared();
  set("REPOOL_MAX", "2");
  set("REPOOL_DEADLINE_MS", "300");
  ASSERT_EQ(Libpq(server.url("connect_timeout=10"), "SELECT 1").kind, Outcome::Done); // warm
  {
    const NoFiles none;
    for (int i = 0; i < 5; ++i) {
      const Outcome outcome = Libpq(server.url("application_name=cold"), "SELECT 1");
      EXPECT_EQ(outcome.kind, Outcome::NoConnection) << outcome;
    }
  }
  // Both places, at once.
  EXPECT_TRUE(eventually([&] {
    std::atomic<int> done{0};
    inThreads(2, [&](int) {
      done +=
          Libpq(server.url("application_name=cold"), "SELECT pg_sleep(0.1)").kind == Outcome::Done
              ? 1
              : 0;
    });
    return done == 2;
  }));
  EXPECT_EQ(stats().inUse, 0U);
}

} // namespace
} // namespace repool::test
