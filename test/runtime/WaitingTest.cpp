// Callers that wait: for each other, for themselves, until a deadline that comes with the answer.

#include "FaultTest.h"
#include "repool/pqxx.h"

#include <pqxx/pqxx>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace repool::test {
namespace {

class Waiting : public FaultTest {
protected:
  static std::string url(const std::string &more = "") {
    return PostgresServer::shared().url(more);
  }
};

/// Lets threads go on when all have come.
class Meeting {
public:
  explicit Meeting(int expected) : expected_(expected) {}

  void come() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (--expected_ == 0)
      areAllHere_.notify_all();
    areAllHere_.wait(lock, [&] { return expected_ <= 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable areAllHere_;
  int expected_;
};

TEST_F(Waiting, NestedAtMaxOneFailsAtOnceByEitherDriver) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "60000");
  auto outer = withDatabase(pq(url()));
  ASSERT_EQ(PQstatus(outer.get()), CONNECTION_OK);
  for (const Driver &driver : {Libpq, Libpqxx}) { // they share `max`
    Outcome outcome;
    const auto took = timeOf([&] { outcome = driver(url(), "SELECT 1"); });
    EXPECT_EQ(outcome.kind, Outcome::NoConnection) << outcome;
    EXPECT_NE(outcome.text.find("wait for itself"), std::string::npos) << outcome;
    EXPECT_LT(took.count(), 5000);
  }
  EXPECT_EQ(grown(&Stats::nestedRefused), 2U);
  outer.release();
  EXPECT_EQ(Libpqxx(url(), "SELECT 1").kind, Outcome::Done);
}

TEST_F(Waiting, NestedTwiceIsServedFromTheReserve) {
  set("REPOOL_MAX", "4");
  set("REPOOL_DEADLINE_MS", "30000");
  std::atomic<int> failed{0};
  inThreads(16, [&](int) {
    for (int i = 0; i < 5; ++i)
      withDatabase(pq(url()), [&](PGconn *) {
        failed += Libpq(url(), "SELECT 1").kind == Outcome::Done ? 0 : 1;
      });
  });
  EXPECT_EQ(failed, 0);
}

TEST_F(Waiting, TwoThreadsThatHoldWhatTheOtherWantsEndAtOnce) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "60000");
  // Another user is another server entry: pools of their own, each with one place.
  const std::string a = url();
  const std::string b = url("user=app");
  Meeting bothHold(2);
  std::atomic<int> served{0};
  std::atomic<int> refused{0};
  const auto took = timeOf([&] {
    inThreads(2, [&](int number) {
      auto first = withDatabase(pq(number ? a : b));
      ASSERT_EQ(PQstatus(first.get()), CONNECTION_OK) << PQerrorMessage(first.get());
      bothHold.come();
      const Outcome outcome = Libpq(number ? b : a, "SELECT 1");
      (outcome.kind == Outcome::Done ? served : refused) += 1;
      EXPECT_TRUE(outcome.kind == Outcome::Done || outcome.kind == Outcome::NoConnection);
    });
  });
  EXPECT_LT(took.count(), 15000) << "not at the deadline";
  EXPECT_GE(refused, 1);
  EXPECT_EQ(served + refused, 2);
  EXPECT_GE(grown(&Stats::nestedRefused), 1U);
}

TEST_F(Waiting, AHandOffThatMeetsATimeoutLosesNoPlace) {
  set("REPOOL_MAX", "3");
  set("REPOOL_RESERVE", "0");
  // Time enough to open a connection on a busy machine, and too little for a queue of ten loans.
  set("REPOOL_DEADLINE_MS", "300");
  std::atomic<int> done{0};
  std::atomic<int> late{0};
  const auto end = Clock::now() + std::chrono::seconds(3);
  inThreads(32, [&](int number) {
    const Driver &driver = number % 4 ? Libpq : Libpqxx;
    while (Clock::now() < end)
      (driver(url(), "SELECT pg_sleep(0.05)").kind == Outcome::Done ? done : late) += 1;
  });
  EXPECT_GT(done, 0);
  EXPECT_GT(late, 0) << "the test must have had timeouts";
  EXPECT_TRUE(eventually([] { return stats().inUse == 0 && stats().waiting == 0; }));
  // Every place still serves: three at a time, each waiting for the other two to have theirs.
  const std::uint64_t before = stats().returned;
  EXPECT_TRUE(eventually([&] {
    std::vector<Lease<PGconn>> leases(3);
    std::atomic<int> held{0};
    inThreads(3, [&](int i) {
      leases[static_cast<std::size_t>(i)] = withDatabase(pq(url()));
      held += PQstatus(leases[static_cast<std::size_t>(i)].get()) == CONNECTION_OK ? 1 : 0;
    });
    return held == 3;
  }));
  EXPECT_GT(stats().returned, before);
}

TEST_F(Waiting, AFullQueueRefusesAtOnce) {
  set("REPOOL_MAX", "1");
  set("REPOOL_MAX_WAITERS", "2");
  set("REPOOL_DEADLINE_MS", "60000");
  auto held = withDatabase(pq(url()));
  std::atomic<int> done{0};
  std::thread waiters([&] {
    inThreads(2, [&](int) { done += Libpq(url(), "SELECT 1").kind == Outcome::Done ? 1 : 0; });
  });
  EXPECT_TRUE(eventually([] { return stats().waiting == 2; }));
  std::thread third([&] {
    Outcome outcome;
    const auto took = timeOf([&] { outcome = Libpq(url(), "SELECT 1"); });
    EXPECT_EQ(outcome.kind, Outcome::NoConnection);
    EXPECT_NE(outcome.text.find("queue is full"), std::string::npos) << outcome;
    EXPECT_LT(took.count(), 5000);
  });
  third.join();
  EXPECT_EQ(grown(&Stats::queueFull), 1U);
  held.release();
  waiters.join();
  EXPECT_EQ(done, 2);
}

TEST_F(Waiting, FirstComeFirstServed) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "60000");
  auto held = withDatabase(pq(url()));
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto lease = withDatabase(pq(url()));
      const std::lock_guard<std::mutex> lock(mutex);
      order.push_back(i);
    });
    EXPECT_TRUE(eventually([&] { return stats().waiting == static_cast<unsigned>(i) + 1; }));
  }
  held.release();
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(Waiting, ExhaustionSaysWhoHoldsWhat) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "100");
  auto held = withDatabase(pq(url()));
  std::thread([&] {
    for (const Driver &driver : {Libpq, Libpqxx}) {
      const Outcome outcome = driver(url(), "SELECT 1");
      EXPECT_EQ(outcome.kind, Outcome::NoConnection);
      EXPECT_NE(outcome.text.find("within 100 ms"), std::string::npos) << outcome;
      EXPECT_NE(outcome.text.find("1 of 1 in use"), std::string::npos) << outcome;
    }
  }).join();
  EXPECT_EQ(grown(&Stats::timeouts), 2U);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U) << "nothing is wrong with the server";
}

TEST_F(Waiting, ALeaseMayBeGivenBackByAnotherThread) {
  set("REPOOL_MAX", "1");
  for (int i = 0; i < 20; ++i) {
    auto lease = withDatabase(pq(url()));
    ASSERT_EQ(PQstatus(lease.get()), CONNECTION_OK) << PQerrorMessage(lease.get());
    std::thread([moved = std::move(lease)]() mutable { moved.release(); }).join();
  }
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(Waiting, ManyShortThreadsLeaveNothingBehind) {
  set("REPOOL_MAX", "4");
  set("REPOOL_DEADLINE_MS", "30000");
  for (int round = 0; round < 20; ++round)
    inThreads(50, [&](int) { EXPECT_EQ(Libpq(url(), "SELECT 1").kind, Outcome::Done); });
  EXPECT_EQ(stats().inUse, 0U);
  EXPECT_LE(stats().idle, 4U);
}

} // namespace
} // namespace repool::test
