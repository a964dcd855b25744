// How a pool opens connections while borrowers wait: with a driver whose server is a few switches.

#include "Connector.h"
#include "repool/events.h"
#include "repool/lease.h"
#include "repool/runtime.h"
#include "repool/stats.h"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <gtest/gtest.h>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace repool {
namespace {

using detail::Blame;
using detail::Clock;
using detail::Failure;
using detail::Milliseconds;
using detail::Opened;
using detail::TimePoint;

struct Handle {
  std::string message;
  std::string place;
  bool isBroken = false;
};

/// One server. Thread-safe.
struct Server {
  std::atomic<bool> isUp{true};
  std::atomic<bool> hangs{false};
  std::atomic<int> dialMs{0};
  std::atomic<Blame> blame{Blame::Server};
  std::atomic<int> dials{0};
  std::atomic<int> dialing{0};
  std::atomic<int> mostDialing{0};
  std::atomic<int> open{0};
  std::string identity = "one";
  bool isPooler = false;
};

class FakeConnection final : public detail::Connection {
public:
  FakeConnection(Server &server, std::string place) : server_(server) {
    handle_.place = std::move(place);
    ++server_.open;
  }

  ~FakeConnection() override { --server_.open; }

  void *handle() noexcept override { return &handle_; }

  bool isAlive(TimePoint) noexcept override { return !handle_.isBroken; }

  bool answers(TimePoint) noexcept override { return server_.isUp; }

  bool isBroken() noexcept override { return handle_.isBroken; }

  bool makeFresh(bool, TimePoint) noexcept override { return true; }

  std::string identity(TimePoint) override { return server_.isUp ? server_.identity : ""; }

  bool hasOwnSession(TimePoint) override { return !server_.isPooler; }

  void disown() noexcept override {}

  void abandon() noexcept override {}

  Handle handle_;

private:
  Server &server_;
};

/// The `own` server, and others by the url "fake://<name>".
struct Network {
  Server own;
  Server pooler;
};

class FakeConnector final : public detail::Connector {
public:
  FakeConnector(Network &network, bool isOwn) : network_(network), isOwn_(isOwn) {}

  detail::Target target() const override {
    const std::string name = isOwn_ ? "own" : "pooler";
    return {name, name, name};
  }

  Opened connectAsCalled() const override { return connect(TimePoint::max()); }

  Opened connect(TimePoint deadline) const override {
    Server &server = isOwn_ ? network_.own : network_.pooler;
    ++server.dials;
    const int now = ++server.dialing;
    int most = server.mostDialing;
    while (most < now && !server.mostDialing.compare_exchange_weak(most, now)) {
    }
    std::this_thread::sleep_for(Milliseconds(server.dialMs));
    while (server.hangs && Clock::now() < deadline)
      std::this_thread::sleep_for(Milliseconds(1));
    const bool isGood = server.isUp && !server.hangs;
    --server.dialing;
    Opened opened;
    if (!isGood) {
      opened.failure = {server.blame, 7, {}, "no answer from " + target().place};
      return opened;
    }
    opened.connection = std::make_unique<FakeConnection>(server, target().place);
    opened.isGood = true;
    return opened;
  }

  std::shared_ptr<const detail::Connector> via(const std::string &url) const override {
    return url == "fake://pooler" ? std::make_shared<FakeConnector>(network_, false) : nullptr;
  }

  Opened refuse(const Failure &failure) const override {
    Opened opened;
    auto connection = std::make_unique<FakeConnection>(nowhere_, "nowhere");
    connection->handle_.message = failure.message;
    opened.connection = std::move(connection);
    opened.code = 7;
    return opened;
  }

private:
  Network &network_;
  bool isOwn_;
  mutable Server nowhere_;
};

class DialTest : public testing::Test {
protected:
  void SetUp() override {
    shutdown();
    for (const char *name : {"REPOOL_MAX", "REPOOL_RESERVE", "REPOOL_CHAIN", "REPOOL_LEAK_MS",
                             "REPOOL_SAME_DATABASE", "REPOOL_IDLE_MS", "REPOOL_MIN"})
      unsetenv(name);
    setenv("REPOOL_DEADLINE_MS", "20000", 1);
  }

  void TearDown() override {
    onEvent(nullptr);
    EXPECT_TRUE(shutdown(20000));
  }

  void useChain() { setenv("REPOOL_CHAIN", "fake://pooler own", 1); }

  std::string placeOf(const Source<Handle> &source) {
    return withDatabase(source, [](Handle *h) { return h->place + h->message; });
  }

  template <class Condition> static bool holdsSoon(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition())
        return true;
      std::this_thread::sleep_for(Milliseconds(5));
    }
    return false;
  }

  Network network_;
  Network other_; ///< both outlive the pools: TearDown() ends those
  Source<Handle> source_{std::make_shared<FakeConnector>(network_, true)};
};

TEST_F(DialTest, ASlowConnectIsSharedByThoseWhoWait) {
  network_.own.dialMs = 100;
  std::vector<std::thread> threads;
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&] {
      withDatabase(source_, [](Handle *) { std::this_thread::sleep_for(Milliseconds(1)); });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_LE(network_.own.mostDialing, 2);
  EXPECT_LE(network_.own.dials, 4) << "what comes back serves before what is dialed does";
}

TEST_F(DialTest, NeverMoreThanTwoDialsAndOneAfterAnOutage) {
  setenv("REPOOL_MAX", "20", 1);
  setenv("REPOOL_RESERVE", "0", 1);
  network_.own.isUp = false;
  network_.own.dialMs = 5;
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int t = 0; t < 200; ++t)
    threads.emplace_back([&] { failed += Lease<Handle>(source_).code() ? 1 : 0; });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failed, 200);
  EXPECT_LE(network_.own.mostDialing, 2);
  EXPECT_LE(network_.own.dials, 6) << "three failures are enough for all of them";
  EXPECT_EQ(stats().breakerOpen, 1U);

  const int before = network_.own.dials;
  EXPECT_EQ(Lease<Handle>(source_)->message, "no answer from own") << "refused at once";
  EXPECT_EQ(network_.own.dials, before);

  network_.own.isUp = true;
  network_.own.mostDialing = 0;
  ASSERT_TRUE(holdsSoon([] { return stats().breakerOpen == 0; }));
  EXPECT_EQ(network_.own.mostDialing, 1) << "one probe";
  EXPECT_EQ(Lease<Handle>(source_).code(), 0);
}

TEST_F(DialTest, AnOpenThatFailsOnceIsTriedAgainUnseen) {
  network_.own.isUp = false;
  const auto before = stats();
  std::thread mends([&] {
    holdsSoon([&] { return stats().dialFailures > before.dialFailures; });
    network_.own.isUp = true;
  });
  network_.own.dialMs = 20;
  EXPECT_EQ(Lease<Handle>(source_).code(), 0);
  EXPECT_GT(stats().retries, before.retries);
  mends.join();
}

TEST_F(DialTest, TheCallersFaultIsFinalAndNeverCounts) {
  network_.own.isUp = false;
  network_.own.blame = Blame::Caller;
  const auto opened = stats().breakerOpened;
  for (int i = 1; i <= 5; ++i) {
    EXPECT_EQ(Lease<Handle>(source_)->message, "no answer from own");
    EXPECT_EQ(network_.own.dials, i);
  }
  EXPECT_EQ(stats().breakerOpened, opened);
}

TEST_F(DialTest, AFullServerServesThoseItHasLetIn) {
  Lease<Handle> first(source_);
  network_.own.isUp = false;
  network_.own.blame = Blame::Overload;
  const auto opened = stats().breakerOpened;
  std::thread second([&] { EXPECT_EQ(Lease<Handle>(source_).code(), 0); });
  EXPECT_TRUE(holdsSoon([&] { return network_.own.dials >= 4; }));
  EXPECT_EQ(stats().waiting, 1U);
  first.release();
  second.join();
  EXPECT_EQ(stats().breakerOpened, opened);
}

TEST_F(DialTest, AHangingConnectDoesNotOutlastTheDeadline) {
  setenv("REPOOL_DEADLINE_MS", "200", 1);
  network_.own.hangs = true;
  const TimePoint before = Clock::now();
  EXPECT_EQ(Lease<Handle>(source_).code(), 7);
  EXPECT_GE(Clock::now() - before, Milliseconds(199));
  network_.own.hangs = false;
}

TEST_F(DialTest, LostConnectionsCountOnce) {
  setenv("REPOOL_RESERVE", "0", 1);
  const auto before = stats();
  {
    std::vector<Lease<Handle>> leases;
    for (int i = 0; i < 10; ++i)
      leases.push_back(withDatabase(source_));
    for (Lease<Handle> &lease : leases)
      lease->isBroken = true;
  }
  EXPECT_EQ(stats().lost, before.lost + 10);
  EXPECT_EQ(stats().breakerOpened, before.breakerOpened);
  EXPECT_EQ(network_.own.open, 0);
}

TEST_F(DialTest, OnlyAMarkedCallbackRunsAgainAndOnlyOnce) {
  int runs = 0;
  const auto breaks = [&](Handle *h) {
    ++runs;
    h->isBroken = true;
    return runs;
  };
  EXPECT_EQ(withDatabase(source_, breaks), 1);
  runs = 0;
  EXPECT_EQ(withDatabase(source_.readOnly(), breaks), 2);
  runs = 0;
  EXPECT_THROW(withDatabase(source_.idempotent(),
                            [&](Handle *h) {
                              h->isBroken = true;
                              throw std::runtime_error(std::to_string(++runs));
                            }),
               std::runtime_error);
  EXPECT_EQ(runs, 2);
  runs = 0;
  withDatabase(source_.idempotent(), [&](Handle *h) { h->isBroken = ++runs == 1; });
  EXPECT_EQ(runs, 2) << "void callbacks too";
  runs = 0;
  withDatabase(source_.idempotent(), [&](Handle *) { ++runs; });
  EXPECT_EQ(runs, 1) << "a good connection is no reason";
}

TEST_F(DialTest, AStatelessCallTakesThePoolerAndOthersDoNot) {
  useChain();
  network_.pooler.isPooler = true;
  EXPECT_EQ(placeOf(source_.stateless()), "pooler");
  EXPECT_EQ(placeOf(source_), "own");
}

TEST_F(DialTest, ALinkWithSessionsOfItsOwnServesAll) {
  useChain();
  EXPECT_EQ(placeOf(source_.stateless()), "pooler");
  EXPECT_EQ(placeOf(source_), "pooler");
}

TEST_F(DialTest, FallsBackAtOnceAndFailsBackAfterTwoGoodProbes) {
  useChain();
  network_.pooler.isPooler = true;
  network_.pooler.isUp = false;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(placeOf(source_.stateless()), "own");
  ASSERT_TRUE(holdsSoon([&] {
    placeOf(source_.stateless());
    return stats().breakerOpen == 1;
  }));
  const int before = network_.pooler.dials;
  EXPECT_EQ(placeOf(source_.stateless()), "own");
  network_.pooler.isUp = true;
  ASSERT_TRUE(holdsSoon([&] { return placeOf(source_.stateless()) == "pooler"; }));
  EXPECT_GE(network_.pooler.dials, before + 2);
}

TEST_F(DialTest, AnotherDatabaseIsNeverUsed) {
  useChain();
  network_.pooler.identity = "two";
  const auto before = stats().foreign;
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(placeOf(source_.stateless()), "own");
  EXPECT_GT(stats().foreign, before);
  EXPECT_EQ(network_.pooler.open, 0);
}

TEST_F(DialTest, NoProofNoLinkUnlessTheOperatorSaysSo) {
  useChain();
  network_.pooler.identity = network_.own.identity = "";
  EXPECT_EQ(placeOf(source_.stateless()), "own");
  shutdown();
  setenv("REPOOL_SAME_DATABASE", "1", 1);
  EXPECT_EQ(placeOf(source_.stateless()), "pooler");
}

TEST_F(DialTest, ARefusedPasswordIsNoReasonToGoOn) {
  useChain();
  network_.pooler.isUp = false;
  network_.pooler.blame = Blame::Caller;
  EXPECT_EQ(placeOf(source_.stateless()), "nowhereno answer from pooler");
}

TEST_F(DialTest, FallbackTakesNoMoreThanFive) {
  useChain();
  setenv("REPOOL_RESERVE", "0", 1);
  setenv("REPOOL_DEADLINE_MS", "500", 1);
  network_.pooler.isUp = false;
  std::vector<Lease<Handle>> leases;
  for (int i = 0; i < 5; ++i) {
    leases.push_back(withDatabase(source_.stateless()));
    EXPECT_EQ(leases.back().code(), 0);
  }
  std::thread([&] { EXPECT_NE(Lease<Handle>(source_.stateless()).code(), 0); }).join();
}

/// Another server, and so another pool.
class Renamed final : public detail::Connector {
public:
  explicit Renamed(Network &network) : inner_(network, true) {}

  detail::Target target() const override { return {"other", "other", "other"}; }

  Opened connectAsCalled() const override { return inner_.connectAsCalled(); }

  Opened connect(TimePoint deadline) const override { return inner_.connect(deadline); }

  Opened refuse(const Failure &failure) const override { return inner_.refuse(failure); }

private:
  FakeConnector inner_;
};

TEST_F(DialTest, WhoWaitsForEachOtherIsToldAtOnce) {
  setenv("REPOOL_MAX", "1", 1);
  setenv("REPOOL_DEADLINE_MS", "3600000", 1);
  const Source<Handle> second(std::make_shared<Renamed>(other_));
  std::atomic<int> holding{0};
  std::atomic<int> failed{0};
  const auto both = [&](const Source<Handle> &a, const Source<Handle> &b) {
    Lease<Handle> first(a);
    ++holding;
    while (holding < 2)
      std::this_thread::yield();
    Lease<Handle> then(b);
    failed += then.code() ? 1 : 0;
  };
  std::thread one([&] { both(source_, second); });
  std::thread two([&] { both(second, source_); });
  one.join();
  two.join();
  EXPECT_EQ(failed, 1) << "one of them has to give way, and the other gets what it waited for";
}

// One of each pool waits for the reserve of its own pool, which the other one holds, who waits for
// the other pool.
TEST_F(DialTest, WhoWaitsForAReserveThatIsStuckIsToldAtOnce) {
  setenv("REPOOL_MAX", "3", 1);
  setenv("REPOOL_RESERVE", "1", 1);
  setenv("REPOOL_DEADLINE_MS", "3600000", 1);
  const Source<Handle> second(std::make_shared<Renamed>(other_));
  std::atomic<int> holding{0};
  std::atomic<int> failed{0};
  const auto meet = [&](int all) {
    ++holding;
    while (holding < all)
      std::this_thread::yield();
  };
  const auto holdsTwo = [&](const Source<Handle> &a, const Source<Handle> &b) {
    Lease<Handle> first(a);
    meet(4);
    Lease<Handle> reserve(a);
    EXPECT_FALSE(reserve.code());
    meet(8);
    Lease<Handle> then(b);
    failed += then.code() ? 1 : 0;
  };
  const auto holdsOne = [&](const Source<Handle> &a) {
    Lease<Handle> first(a);
    meet(4);
    meet(8);
    Lease<Handle> then(a);
    failed += then.code() ? 1 : 0;
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] { holdsTwo(source_, second); });
  threads.emplace_back([&] { holdsTwo(second, source_); });
  threads.emplace_back([&] { holdsOne(source_); });
  threads.emplace_back([&] { holdsOne(second); });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_GE(failed, 1) << "somebody has to give way";
  EXPECT_LE(failed, 3) << "and then the others get what they waited for";
}

TEST_F(DialTest, AReportNamesWhoHoldsALoanForLong) {
  setenv("REPOOL_LEAK_MS", "50", 1);
  static std::mutex mutex;
  static std::vector<std::string> details;
  details.clear();
  onEvent(
      [](const Event *event, void *) {
        const std::lock_guard<std::mutex> lock(mutex);
        if (event->kind == REPOOL_LEAK || event->kind == REPOOL_LEAK_ENDED)
          details.push_back(event->detail);
      },
      nullptr);
  const auto count = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    return details.size();
  };
  Lease<Handle> lease(source_);
  ASSERT_TRUE(holdsSoon([&] { return count() == 1; }));
  lease.release();
  ASSERT_EQ(count(), 2U);
  for (const std::string &detail : details)
    EXPECT_NE(detail.find("DialTest.cpp:"), std::string::npos) << detail;
}

TEST_F(DialTest, IdleConnectionsAreClosedAndTheMinimumStays) {
  setenv("REPOOL_IDLE_MS", "50", 1);
  setenv("REPOOL_MIN", "2", 1);
  setenv("REPOOL_RESERVE", "0", 1);
  {
    std::vector<Lease<Handle>> leases;
    for (int i = 0; i < 5; ++i)
      leases.push_back(withDatabase(source_));
  }
  EXPECT_TRUE(holdsSoon([&] { return network_.own.open == 2; }));
}

TEST_F(DialTest, MetricsNameThePoolAndCountWhatHappened) {
  withDatabase(source_, [](Handle *) {});
  const std::string text = prometheus();
  EXPECT_NE(text.find("repool_borrowed_total{pool=\"own\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("repool_max{pool=\"own\"} 10\n"), std::string::npos);
  EXPECT_NE(text.find("repool_hold_seconds_bucket{pool=\"own\",le=\"+Inf\"} 1\n"),
            std::string::npos);
  EXPECT_NE(text.find("# TYPE repool_wait_seconds histogram\n"), std::string::npos);
}

} // namespace
} // namespace repool
