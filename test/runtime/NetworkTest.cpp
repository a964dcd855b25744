// What lies between: black holes, slow links, and how many sockets.

#include "BehindProxy.h"

#include <atomic>
#include <mutex>

namespace repool::test {
namespace {

class Network : public BehindProxy {};

INSTANTIATE_TEST_SUITE_P(By, Network, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Network, ABlackHoleInTheHandshakeCostsTheDeadlineAndNoMore) {
  set("REPOOL_DEADLINE_MS", "500");
  std::vector<Milliseconds> times;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(shutdown(10000)); // or the breaker would answer the fourth
    proxy_->silenceNew(true);
    times.push_back(timeOf([&] {
      const Outcome outcome = request("SELECT 1");
      EXPECT_EQ(outcome.kind, Outcome::NoConnection) << outcome;
      EXPECT_NE(outcome.text, "");
    }));
    proxy_->cutAll();
  }
  EXPECT_GE(median(times).count(), 450);
  EXPECT_LE(median(times).count(), 550);
  EXPECT_LE(std::max_element(times.begin(), times.end())->count(), 5000);
}

TEST_P(Network, ABlackHoleInTheHandshakeOfThirtyCallersCostsEachItsDeadline) {
  set("REPOOL_DEADLINE_MS", "500");
  proxy_->silenceNew(true);
  std::mutex mutex;
  std::vector<Milliseconds> times;
  inThreads(30, [&](int) {
    const Milliseconds time =
        timeOf([&] { EXPECT_EQ(request("SELECT 1").kind, Outcome::NoConnection); });
    const std::lock_guard<std::mutex> lock(mutex);
    times.push_back(time);
  });
  EXPECT_LE(median(times).count(), 550);
  EXPECT_LE(proxy_->counts().mostDialling, 2);
}

TEST_P(Network, OneStuckInAQueryDoesNotHoldUpTheDeadlinesOfOthers) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "500");
  std::thread stuck([&] { EXPECT_EQ(request("SELECT pg_sleep(600)").kind, Outcome::Lost); });
  EXPECT_TRUE(eventually([&] {
    return server_->ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'web' AND "
                        "state = 'active' AND query LIKE '%sleep(600)'") == "1";
  }));
  proxy_->silenceOpen();
  server_->terminate(); // which it will not hear
  std::vector<Milliseconds> times;
  for (int i = 0; i < 5; ++i)
    times.push_back(timeOf([&] {
      const Outcome outcome = request("SELECT 1");
      EXPECT_EQ(outcome.kind, Outcome::NoConnection);
      EXPECT_NE(outcome.text.find("1 of 1 in use"), std::string::npos) << outcome;
    }));
  EXPECT_GE(median(times).count(), 450);
  EXPECT_LE(median(times).count(), 550);
  proxy_->cutAll();
  stuck.join();
  const Outcome after = request("SELECT 1");
  EXPECT_EQ(after.kind, Outcome::Done) << after;
}

TEST_P(Network, ADeadSilentIdleConnectionIsFoundByThePing) {
  set("REPOOL_PING_MS", "100");
  set("REPOOL_DEADLINE_MS", "5000");
  const Outcome first = request("SELECT pg_backend_pid()");
  ASSERT_EQ(first.kind, Outcome::Done);
  std::this_thread::sleep_for(Milliseconds(300)); // longer than REPOOL_PING_MS
  proxy_->silenceOpen();
  Outcome outcome;
  const auto took = timeOf([&] { outcome = request("SELECT pg_backend_pid()"); });
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  EXPECT_NE(outcome.text, first.text);
  EXPECT_GE(took.count(), 500) << "it was asked";
  EXPECT_LE(took.count(), 2500) << "about a second, and then a new one";
  EXPECT_GE(grown(&Stats::pings), 1U);
  EXPECT_GE(grown(&Stats::deadReplaced), 1U);
}

TEST_P(Network, SlowAndSlicedIsStillRight) {
  proxy_->delay(Milliseconds(3));
  proxy_->slice(7);
  const std::string sql = "SELECT repeat('abcdefghij', 2000)";
  std::string expected;
  for (int i = 0; i < 2000; ++i)
    expected += "abcdefghij";
  inThreads(4, [&](int) {
    for (int i = 0; i < 3; ++i) {
      const Outcome outcome = request(sql);
      EXPECT_EQ(outcome.kind, Outcome::Done);
      EXPECT_TRUE(outcome.text == expected);
    }
  });
  EXPECT_EQ(grown(&Stats::dialFailures), 0U);
}

TEST_P(Network, ASlowServerIsStillWithinTheDeadline) {
  set("REPOOL_DEADLINE_MS", "20000");
  proxy_->delay(Milliseconds(300)); // a handshake is several of these
  const Outcome outcome = request("SELECT 1");
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
}

class Sockets : public FaultTest {};

// The proxy sees every socket that the process has open, the server its own backends; the second
// may still count one whose client is gone.
TEST_F(Sockets, AreNeverMoreThanMaxWhateverTheDriver) {
  constexpr int Max = 4;
  PostgresServer &server = PostgresServer::shared();
  FaultProxy proxy(server.port());
  const std::string url = PostgresServer::urlAt(proxy.port());
  set("REPOOL_MAX", std::to_string(Max));
  set("REPOOL_DEADLINE_MS", "30000");
  std::atomic<int> failed{0};
  inThreads(16, [&](int number) {
    const Driver &driver = number % 2 ? Libpq : Libpqxx;
    for (int i = 0; i < 6; ++i) {
      // Four pools of one server, database and user: they take places from one another.
      const std::string pool = number % 3 ? " application_name=a" : " application_name=b";
      const Outcome outcome = driver(url + pool, "SELECT pg_sleep(0.002)");
      failed += outcome.kind == Outcome::Done ? 0 : 1;
      if (outcome.kind != Outcome::Done)
        ADD_FAILURE() << outcome;
    }
  });
  EXPECT_EQ(failed, 0);
  EXPECT_GE(proxy.counts().mostOpen, 2);
  EXPECT_LE(proxy.counts().mostOpen, Max);
  EXPECT_TRUE(eventually([&] { return server.sessions() <= Max; }, std::chrono::seconds(2)))
      << server.sessions();
}

TEST_F(Sockets, AreNeverMoreThanMaxWhenConnectionsBreak) {
  constexpr int Max = 3;
  const PostgresServer &server = PostgresServer::shared();
  FaultProxy proxy(server.port());
  const std::string url = PostgresServer::urlAt(proxy.port());
  set("REPOOL_MAX", std::to_string(Max));
  std::atomic<bool> isEnding{false};
  std::atomic<int> done{0};
  std::thread threads([&] {
    inThreads(8, [&](int number) {
      const Driver &driver = number % 2 ? Libpq : Libpqxx;
      while (!isEnding)
        done += driver(url, "SELECT 1").kind == Outcome::Done ? 1 : 0;
    });
  });
  for (int i = 0; i < 8; ++i) {
    std::this_thread::sleep_for(Milliseconds(150));
    server.terminate("web", "pid % 2 = " + std::to_string(i % 2));
  }
  isEnding = true;
  threads.join();
  EXPECT_GT(done, 0);
  EXPECT_LE(proxy.counts().mostOpen, Max);
}

} // namespace
} // namespace repool::test
