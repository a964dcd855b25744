// The server goes away: killed, restarted, some or all of its backends terminated.

#include "FaultTest.h"
#include "repool/pqxx.h"

#include <pqxx/pqxx>

#include <atomic>
#include <mutex>

namespace repool::test {
namespace {

class ServerLoss : public BothDrivers {};

INSTANTIATE_TEST_SUITE_P(By, ServerLoss, testing::Values(Libpq, Libpqxx), nameOf);

/// Opens \p count connections by holding that many at a time.
void fillPool(const Driver &driver, const std::string &url, int count) {
  inThreads(count,
            [&](int) { EXPECT_EQ(driver(url, "SELECT pg_sleep(0.3)").kind, Outcome::Done); });
}

TEST_P(ServerLoss, IdleBackendsTerminatedAreReplacedUnseen) {
  const PostgresServer &server = PostgresServer::shared();
  set("REPOOL_MAX", "5");
  set("REPOOL_RESERVE", "0"); // all five at a time
  fillPool(GetParam(), server.url(), 5);
  ASSERT_EQ(server.terminate(), 5);
  for (int i = 0; i < 20; ++i) {
    const Outcome outcome = GetParam()(server.url(), "SELECT 1");
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  }
  EXPECT_GE(grown(&Stats::deadReplaced), 1U);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
}

TEST_P(ServerLoss, ActiveBackendsTerminatedFailInTheirCallAndNobodyElseDoes) {
  const PostgresServer &server = PostgresServer::shared();
  set("REPOOL_MAX", "8");
  std::atomic<int> lost{0};
  std::atomic<int> others{0};
  std::thread sleepers([&] {
    inThreads(5, [&](int) {
      const Outcome outcome = GetParam()(server.url(), "SELECT pg_sleep(600)");
      lost += outcome.kind == Outcome::Lost && outcome.entered == 1 ? 1 : 0;
    });
  });
  const std::string sleeping = "state = 'active' AND query LIKE '%sleep(600)%'";
  EXPECT_TRUE(eventually([&] {
    return server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'web' AND " +
                      sleeping) == "5";
  }));
  for (int i = 0; i < 3; ++i)
    others += GetParam()(server.url(), "SELECT 1").kind == Outcome::Done ? 0 : 1;
  EXPECT_EQ(server.terminate("web", sleeping), 5);
  for (int i = 0; i < 20; ++i)
    others += GetParam()(server.url(), "SELECT 1").kind == Outcome::Done ? 0 : 1;
  sleepers.join();
  EXPECT_EQ(lost, 5) << "each as it was before pools: a connection lost in the call";
  EXPECT_EQ(others, 0);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U) << "one event";
}

TEST_P(ServerLoss, ThousandSqlErrorsLeaveTheBreakerClosed) {
  const PostgresServer &server = PostgresServer::shared();
  for (int i = 0; i < 1000; ++i)
    ASSERT_EQ(GetParam()(server.url(), "SELECT 1/0").kind, Outcome::SqlError);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
  EXPECT_EQ(stats().breakerOpen, 0U);
  EXPECT_EQ(grown(&Stats::dials), 1U) << "and all over one connection";
}

TEST_P(ServerLoss, AReadOnlyPrimaryIsAnErrorOfTheStatementAndNoMore) {
  const PostgresServer &server = PostgresServer::shared();
  server.ask("CREATE TABLE IF NOT EXISTS written (i int); GRANT ALL ON written TO web");
  const std::string insert = "INSERT INTO written VALUES (1)";
  ASSERT_EQ(GetParam()(server.url(), insert).kind, Outcome::Done);
  server.ask("ALTER SYSTEM SET default_transaction_read_only = on");
  server.ask("SELECT pg_reload_conf()");
  Outcome outcome;
  EXPECT_TRUE(eventually([&] {
    outcome = GetParam()(server.url(), insert);
    return outcome.kind != Outcome::Done;
  }));
  EXPECT_EQ(outcome.kind, Outcome::SqlError) << outcome;
  EXPECT_NE(outcome.text.find("read-only"), std::string::npos) << outcome;
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(GetParam()(server.url(), insert).kind, Outcome::SqlError);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
  // ALTER SYSTEM is no transaction, but the session itself would refuse it.
  server.ask("ALTER SYSTEM RESET default_transaction_read_only");
  server.ask("SELECT pg_reload_conf()");
  EXPECT_TRUE(eventually([&] { return GetParam()(server.url(), insert).kind == Outcome::Done; }));
}

/// A server that the test may take down.
class OwnServer : public FaultTest {
protected:
  PostgresServer &server() {
    static PostgresServer own;
    return own;
  }
};

TEST_F(OwnServer, ARestartThatKillsTenSocketsIsOneEvent) {
  set("REPOOL_MAX", "10");
  set("REPOOL_RESERVE", "0");
  {
    std::vector<std::thread> holders;
    std::atomic<int> held{0};
    std::atomic<bool> isRestarted{false};
    std::atomic<int> lost{0};
    for (int i = 0; i < 10; ++i)
      holders.emplace_back([&] {
        auto lease = withDatabase(pq(server().url()));
        EXPECT_EQ(ask(lease.get(), "SELECT 1"), "1");
        ++held;
        while (!isRestarted)
          std::this_thread::sleep_for(Milliseconds(1));
        ask(lease.get(), "SELECT 1");
        lost += PQstatus(lease.get()) == CONNECTION_BAD ? 1 : 0;
      });
    EXPECT_TRUE(eventually([&] { return held == 10; }));
    server().stopFast();
    server().start();
    isRestarted = true;
    for (std::thread &holder : holders)
      holder.join();
    EXPECT_EQ(lost, 10);
  }
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
  for (int i = 0; i < 10; ++i) {
    const Outcome outcome = Libpq(server().url(), "SELECT 1");
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  }
}

TEST_F(OwnServer, ARestartBetweenTwoRequestsIsNotSeenAtAll) {
  set("REPOOL_MAX", "5");
  set("REPOOL_RESERVE", "0"); // all five at a time
  fillPool(Libpq, server().url(), 5);
  server().stopFast();
  server().start();
  for (int i = 0; i < 10; ++i) {
    const Outcome outcome = Libpq(server().url(), "SELECT 1");
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  }
}

TEST_F(OwnServer, OneThatStandsStillForAMomentLosesNothing) {
  ASSERT_EQ(Libpq(server().url(), "SELECT 1").kind, Outcome::Done);
  server().pause();
  std::thread waker([&] {
    std::this_thread::sleep_for(Milliseconds(300));
    server().resume();
  });
  const Outcome outcome = Libpq(server().url(), "SELECT 1");
  waker.join();
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
}

/// How the server ends.
struct End {
  const char *name;
  void (PostgresServer::*happens)();
};

void PrintTo(const End &end, std::ostream *out) {
  *out << end.name;
}

class ServerEnds : public OwnServer, public testing::WithParamInterface<End> {};

TEST_P(ServerEnds, UnderLoadEveryoneIsAnsweredInTimeAndItWorksAgain) {
  constexpr int Deadline = 500;
  set("REPOOL_MAX", "3");
  set("REPOOL_DEADLINE_MS", std::to_string(Deadline));
  std::atomic<bool> isEnding{false};
  std::atomic<bool> isDown{false};
  std::atomic<int> done{0};
  std::atomic<int> wrong{0};
  std::atomic<int> failed{0};
  std::atomic<long> longest{0};
  const auto load = [&](int number) {
    const Driver &driver = number % 2 ? Libpq : Libpqxx;
    for (int i = 0; !isEnding; ++i) {
      const std::string value = std::to_string(number * 100000 + i);
      Outcome outcome;
      const long took =
          timeOf([&] { outcome = driver(server().url(), "SELECT " + value); }).count();
      for (long known = longest; took > known && !longest.compare_exchange_weak(known, took);)
        ;
      done += outcome.kind == Outcome::Done ? 1 : 0;
      failed += outcome.kind != Outcome::Done ? 1 : 0;
      wrong += outcome.kind == Outcome::Done && outcome.text != value ? 1 : 0;
      wrong += outcome.kind == Outcome::SqlError ? 1 : 0;
      if (outcome.kind != Outcome::Done) // a refusal costs nothing: do not spin on it
        std::this_thread::sleep_for(Milliseconds(10));
    }
  };
  std::thread threads([&] { inThreads(8, load); });
  EXPECT_TRUE(eventually([&] { return done > 200; }));
  (server().*GetParam().happens)();
  std::this_thread::sleep_for(Milliseconds(900)); // longer than anybody waits
  EXPECT_GT(failed, 0);
  server().start();
  const int before = done;
  const auto recovery = timeOf([&] { EXPECT_TRUE(eventually([&] { return done > before + 8; })); });
  isEnding = true;
  threads.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LT(longest, Deadline + 1500) << "the deadline, and a busy machine";
  EXPECT_LT(recovery.count(), 10000);
  RecordProperty("recovery_ms", static_cast<int>(recovery.count()));
  RecordProperty("longest_ms", static_cast<int>(longest));
}

INSTANTIATE_TEST_SUITE_P(By, ServerEnds,
                         testing::Values(End{"Kill9", &PostgresServer::kill9},
                                         End{"ImmediateShutdown", &PostgresServer::stopAtOnce},
                                         End{"FastShutdown", &PostgresServer::stopFast}),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
} // namespace repool::test
