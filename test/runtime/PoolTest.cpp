// The pool and its lock, with a driver that connects to nothing.

#include "Pool.h"

#include "Sha256.h"
#include "repool/lease.h"
#include "repool/runtime.h"
#include "repool/stats.h"

#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>

namespace repool {
namespace {

using detail::Connector;
using detail::Opened;

/// What the fake driver's handle is; `serial` tells connections apart.
struct FakeHandle {
  int serial = 0;
  bool isAlive = true;
  bool canBeFresh = true;
  std::string message;
};

/// What a test looks at and turns on.
struct Scene {
  std::atomic<int> opened{0};
  std::atomic<int> open{0};
  std::atomic<int> mostOpen{0};
  std::atomic<bool> opensFail{false};
  std::atomic<bool> opensThrow{false};
};

class FakeConnection final : public detail::Connection {
public:
  FakeConnection(Scene &scene, int serial) : scene_(scene) {
    handle_.serial = serial;
    const int now = ++scene_.open;
    int most = scene_.mostOpen;
    while (most < now && !scene_.mostOpen.compare_exchange_weak(most, now)) {
    }
  }

  ~FakeConnection() override { --scene_.open; }

  void *handle() noexcept override { return &handle_; }

  bool isAlive(detail::TimePoint) noexcept override { return handle_.isAlive; }

  bool makeFresh(bool, detail::TimePoint) noexcept override { return handle_.canBeFresh; }

  void disown() noexcept override {}

  void abandon() noexcept override {}

  FakeHandle handle_;

private:
  Scene &scene_;
};

class FakeConnector final : public Connector {
public:
  explicit FakeConnector(Scene &scene) : scene_(scene) {}

  detail::Target target() const override { return {"fake", "fake", "fake@nowhere"}; }

  Opened connect(detail::TimePoint) const override { return connectAsCalled(); }

  Opened connectAsCalled() const override {
    if (scene_.opensThrow)
      throw std::runtime_error("the driver throws");
    if (scene_.opensFail)
      return {std::make_unique<FakeConnection>(failures_, 0), false, 7, {}};
    return {std::make_unique<FakeConnection>(scene_, ++scene_.opened), true, 0, {}};
  }

  Opened refuse(const detail::Failure &failure) const override {
    auto connection = std::make_unique<FakeConnection>(failures_, 0);
    connection->handle_.message = failure.message;
    return {std::move(connection), false, 9, {}};
  }

private:
  Scene &scene_;
  mutable Scene failures_;
};

class PoolTest : public testing::Test {
protected:
  void SetUp() override { configureWith("3", "0", "30000"); }

  void TearDown() override { EXPECT_TRUE(shutdown(30000)); }

  void configureWith(const char *max, const char *reserve, const char *deadline) {
    shutdown();
    setenv("REPOOL_MAX", max, 1);
    setenv("REPOOL_RESERVE", reserve, 1);
    setenv("REPOOL_DEADLINE_MS", deadline, 1);
  }

  static void waitUntilWaiting(std::uint64_t count) {
    while (stats().waiting != count)
      std::this_thread::yield();
  }

  Scene scene_;
  Source<FakeHandle> source_{std::make_shared<FakeConnector>(scene_)};
};

TEST_F(PoolTest, ReusesTheSameConnection) {
  const int first = withDatabase(source_, [](FakeHandle *h) { return h->serial; });
  EXPECT_EQ(withDatabase(source_, [](FakeHandle *h) { return h->serial; }), first);
  EXPECT_EQ(scene_.opened, 1);
}

TEST_F(PoolTest, CallbackMayReturnNothingOrAReference) {
  int value = 0;
  withDatabase(source_, [&](FakeHandle *) { value = 1; });
  int &same = withDatabase(source_, [&](FakeHandle *) -> int & { return value; });
  EXPECT_EQ(&same, &value);
}

TEST_F(PoolTest, ExceptionPassesAndConnectionComesBack) {
  EXPECT_THROW(withDatabase(source_, [](FakeHandle *) { throw std::logic_error("site"); }),
               std::logic_error);
  EXPECT_EQ(stats().inUse, 0U);
  EXPECT_EQ(stats().idle, 1U);
}

TEST_F(PoolTest, DeadAndUnresettableAreReplaced) {
  withDatabase(source_, [](FakeHandle *h) { h->isAlive = false; });
  EXPECT_EQ(withDatabase(source_, [](FakeHandle *h) { return h->serial; }), 2);
  withDatabase(source_, [](FakeHandle *h) { h->canBeFresh = false; });
  EXPECT_EQ(scene_.open, 0);
  EXPECT_EQ(withDatabase(source_, [](FakeHandle *h) { return h->serial; }), 3);
}

TEST_F(PoolTest, AFailedOpenHoldsNoPlace) {
  scene_.opensFail = true;
  std::vector<Lease<FakeHandle>> kept;
  for (int i = 0; i < 10; ++i) {
    kept.push_back(withDatabase(source_));
    EXPECT_EQ(kept.back().code(), 9);
  }
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PoolTest, AnOpenThatThrowsHoldsNoPlace) {
  scene_.opensThrow = true;
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(Lease<FakeHandle>(source_)->message, "the driver throws");
  EXPECT_EQ(stats().inUse, 0U);
  scene_.opensThrow = false;
  EXPECT_EQ(Lease<FakeHandle>(source_).code(), 0);
}

TEST_F(PoolTest, FiftyThreadsNeverHoldMoreThanMax) {
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i)
        withDatabase(source_, [&](FakeHandle *h) {
          failures += h->message.empty() ? 0 : 1;
          h->canBeFresh = (t + i) % 7 != 0; // some come back broken
          std::this_thread::yield();
        });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_LE(scene_.mostOpen, 3);
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PoolTest, WaitersAreServedInTheOrderTheyCame) {
  configureWith("1", "0", "30000");
  Lease<FakeHandle> held(source_);
  std::vector<std::thread> threads;
  std::vector<int> order;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back(
        [&, t] { withDatabase(source_, [&](FakeHandle *) { order.push_back(t); }); });
    waitUntilWaiting(static_cast<std::uint64_t>(t) + 1);
  }
  held.release();
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(PoolTest, WaitEndsAtTheDeadlineAndSaysWhy) {
  configureWith("1", "0", "20");
  const std::uint64_t before = stats().timeouts;
  Lease<FakeHandle> held(source_);
  std::thread([&] {
    Lease<FakeHandle> lease(source_);
    EXPECT_EQ(lease.code(), 9);
    const std::string expected = "repool: no connection to fake@nowhere within 20 ms: 1 of 1 in "
                                 "use, 0 waiting; held by ";
    EXPECT_EQ(lease->message.substr(0, expected.size()), expected);
    EXPECT_NE(lease->message.find("PoolTest.cpp:"), std::string::npos) << lease->message;
  }).join();
  EXPECT_EQ(stats().timeouts, before + 1);
}

TEST_F(PoolTest, NestedAtMaxOneFailsAtOnce) {
  configureWith("1", "1", "3600000"); // an hour: waiting would not go unnoticed
  Lease<FakeHandle> outer(source_);
  Lease<FakeHandle> inner(source_);
  EXPECT_EQ(inner.code(), 9);
  EXPECT_NE(inner->message.find("would wait for itself"), std::string::npos) << inner->message;
}

TEST_F(PoolTest, NestedOfManyThreadsNeverDeadlocks) {
  configureWith("4", "1", "3600000");
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 16; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        Lease<FakeHandle> outer(source_);
        Lease<FakeHandle> inner(source_);
        failures += outer.code() || inner.code() ? 1 : 0;
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_LE(scene_.mostOpen, 4);
}

TEST_F(PoolTest, ALeaseMayEndInAnotherThread) {
  Lease<FakeHandle> lease(source_);
  std::thread([moved = std::move(lease)]() mutable { moved.release(); }).join();
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PoolTest, MovingALeaseGivesTheOldLoanBack) {
  Lease<FakeHandle> lease(source_);
  lease = withDatabase(source_);
  EXPECT_EQ(stats().inUse, 1U);
  EXPECT_EQ(stats().idle, 1U);
  lease = Lease<FakeHandle>();
  EXPECT_FALSE(lease);
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PoolTest, BorrowInPlaceNeedsOnePlaceOnly) {
  configureWith("1", "0", "3600000");
  Lease<FakeHandle> lease(source_);
  lease.borrow(source_);
  EXPECT_EQ(lease.code(), 0);
}

TEST_F(PoolTest, RenewOpensAnew) {
  Lease<FakeHandle> lease(source_);
  lease.renew();
  EXPECT_EQ(lease->serial, 2);
  EXPECT_EQ(scene_.open, 1);
  lease.release();
  lease.release();
  EXPECT_EQ(lease.get(), nullptr);
  lease.renew();
  EXPECT_EQ(lease->serial, 2);
  Lease<FakeHandle> empty;
  empty.renew();
  EXPECT_FALSE(empty);
}

TEST_F(PoolTest, ShutdownFailsWhoWaitsAndClosesWhatComesBack) {
  configureWith("1", "0", "3600000");
  Lease<FakeHandle> held(source_);
  std::string message;
  std::thread waiter([&] { message = Lease<FakeHandle>(source_)->message; });
  waitUntilWaiting(1);
  EXPECT_FALSE(shutdown());
  waiter.join();
  EXPECT_NE(message.find("shutting down"), std::string::npos) << message;
  held.release();
  EXPECT_EQ(scene_.open, 0);
  EXPECT_EQ(Lease<FakeHandle>(source_)->serial, 2) << "a later borrow starts anew";
}

TEST_F(PoolTest, DirectModeOpensAndClosesEachTime) {
  setenv("REPOOL_MODE", "direct", 1);
  {
    std::vector<Lease<FakeHandle>> many;
    for (int i = 0; i < 5; ++i)
      many.push_back(withDatabase(source_));
    EXPECT_EQ(scene_.open, 5);
    EXPECT_EQ(stats().inUse, 5U);
  }
  unsetenv("REPOOL_MODE");
  EXPECT_EQ(scene_.open, 0);
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PoolTest, ConfigureWorksBeforeTheFirstBorrowOnly) {
  unsetenv("REPOOL_MAX");
  Options options;
  options.max = 2;
  EXPECT_TRUE(configure(options));
  Lease<FakeHandle> lease(source_);
  EXPECT_FALSE(configure(options));
  options.max = -1;
  EXPECT_FALSE(configure(options));
}

TEST(Sha256, KnowsTheStandardsExamples) {
  EXPECT_EQ(detail::sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(detail::sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(detail::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

} // namespace
} // namespace repool
