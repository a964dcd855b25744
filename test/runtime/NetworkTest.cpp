// What lies between: black holes, cuts at the worst moment, slow links, and how many sockets.

#include "FaultTest.h"
#include "repool/pqxx.h"
#include "servers/FaultProxy.h"

#include <pqxx/pqxx>

#include <algorithm>
#include <atomic>

namespace repool::test {
namespace {

class Network : public BothDrivers {
protected:
  void SetUp() override {
    BothDrivers::SetUp();
    if (IsSkipped())
      return;
    server_ = &PostgresServer::shared();
    server_->ask("DROP TABLE IF EXISTS counter; CREATE TABLE counter (n int);"
                 "INSERT INTO counter VALUES (0); GRANT ALL ON counter TO web");
    proxy_ = std::make_unique<FaultProxy>(server_->port());
  }

  void TearDown() override {
    proxy_.reset(); // nobody is left hanging in a black hole
    BothDrivers::TearDown();
  }

  std::string url() const { return PostgresServer::urlAt(proxy_->port()); }

  Outcome request(const std::string &sql, unsigned marks = 0) const {
    return GetParam()(url(), sql, marks);
  }

  std::string counter() const { return server_->ask("SELECT n FROM counter"); }

  PostgresServer *server_ = nullptr;
  std::unique_ptr<FaultProxy> proxy_;
};

INSTANTIATE_TEST_SUITE_P(By, Network, testing::Values(Libpq, Libpqxx), nameOf);

/// The middle one: one slice of a busy machine does not decide.
Milliseconds median(std::vector<Milliseconds> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

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

TEST_P(Network, AResetOfAnIdleConnectionIsNotSeen) {
  ASSERT_EQ(request("SELECT 1").kind, Outcome::Done);
  proxy_->cutAll();
  const Outcome outcome = request("SELECT 1");
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
}

TEST_P(Network, ACutInTheHandshakeIsTriedAgainSoon) {
  std::vector<Milliseconds> times;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(shutdown(10000));                                     // so that the next one dials
    proxy_->cutAt("application_name", FaultProxy::Cut::BeforeServer); // the startup packet
    times.push_back(timeOf([&] {
      const Outcome outcome = GetParam()(url() + " application_name=x", "SELECT 1");
      EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
    }));
  }
  EXPECT_GE(grown(&Stats::retries), 5U);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
  EXPECT_LT(median(times).count(), 500) << "after at most 50 ms, not at the next full second";
}

TEST_P(Network, AnUnmarkedCallThatIsCutIsNotRunAgain) {
  proxy_->cutAt("marker", FaultProxy::Cut::BeforeServer);
  const Outcome outcome = request("SELECT 'marker'");
  EXPECT_EQ(outcome.kind, Outcome::Lost) << outcome;
  EXPECT_EQ(outcome.entered, 1);
}

TEST_P(Network, AReadOnlyCallThatIsCutIsRunASecondTime) {
  for (const auto where : {FaultProxy::Cut::BeforeServer, FaultProxy::Cut::BeforeAnswer}) {
    proxy_->cutAt("marker", where);
    const Outcome outcome = request("SELECT 'marker'", detail::ReadOnly);
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
    EXPECT_EQ(outcome.text, "marker");
    EXPECT_EQ(outcome.entered, 2);
  }
  EXPECT_GE(grown(&Stats::retries), 2U);
}

TEST_P(Network, AnIdempotentCallThatIsCutIsRunASecondTime) {
  proxy_->cutAt("UPDATE counter", FaultProxy::Cut::BeforeAnswer);
  const Outcome outcome = request("UPDATE counter SET n = 7", detail::Idempotent);
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  EXPECT_EQ(outcome.entered, 2);
  EXPECT_EQ(counter(), "7");
}

TEST_P(Network, AReadOnlyCallWithASqlErrorIsNotRunAgain) {
  const Outcome outcome = request("SELECT 1/0", detail::ReadOnly);
  EXPECT_EQ(outcome.kind, Outcome::SqlError);
  EXPECT_EQ(outcome.entered, 1);
}

TEST_P(Network, AnUpdateThatLosesItsAnswerHappensOnce) {
  proxy_->cutAt("UPDATE counter", FaultProxy::Cut::BeforeAnswer);
  const Outcome outcome = request("UPDATE counter SET n = n + 1");
  EXPECT_EQ(outcome.kind, Outcome::Lost);
  EXPECT_EQ(outcome.entered, 1);
  EXPECT_EQ(counter(), "1");
  EXPECT_EQ(request("UPDATE counter SET n = n + 1").kind, Outcome::Done);
  EXPECT_EQ(counter(), "2");
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

/// A lost COMMIT, by either driver's own words.
class Commit : public FaultTest, public testing::WithParamInterface<FaultProxy::Cut> {
protected:
  void SetUp() override {
    FaultTest::SetUp();
    if (IsSkipped())
      return;
    PostgresServer::shared().ask("DROP TABLE IF EXISTS counter; CREATE TABLE counter (n int);"
                                 "INSERT INTO counter VALUES (0); GRANT ALL ON counter TO web");
  }

  /// "1" if the server did it before the cut.
  static void expectCounter() {
    EXPECT_EQ(PostgresServer::shared().ask("SELECT n FROM counter"),
              GetParam() == FaultProxy::Cut::BeforeAnswer ? "1" : "0");
  }
};

INSTANTIATE_TEST_SUITE_P(Cut, Commit,
                         testing::Values(FaultProxy::Cut::BeforeServer,
                                         FaultProxy::Cut::BeforeAnswer),
                         [](const auto &info) {
                           return info.param == FaultProxy::Cut::BeforeServer ? "BeforeTheServer"
                                                                              : "BeforeTheAnswer";
                         });

TEST_P(Commit, ByLibpqIsNeverRepeated) {
  FaultProxy proxy(PostgresServer::shared().port());
  proxy.cutAt("COMMIT", GetParam());
  int entered = 0;
  withDatabase(pq(PostgresServer::urlAt(proxy.port())), [&](PGconn *conn) {
    ++entered;
    ask(conn, "BEGIN");
    ask(conn, "UPDATE counter SET n = n + 1");
    ask(conn, "COMMIT");
    EXPECT_EQ(PQstatus(conn), CONNECTION_BAD);
  });
  EXPECT_EQ(entered, 1);
  expectCounter();
  EXPECT_EQ(Libpq(PostgresServer::urlAt(proxy.port()), "SELECT 1").kind, Outcome::Done);
}

TEST_P(Commit, ByLibpqxxIsNeverRepeated) {
  FaultProxy proxy(PostgresServer::shared().port());
  proxy.cutAt("COMMIT", GetParam());
  int entered = 0;
  // libpqxx knows best: in doubt, as it always said.
  EXPECT_THROW(withDatabase(pqxx(PostgresServer::urlAt(proxy.port())),
                            [&](::pqxx::connection &conn) {
                              ++entered;
                              ::pqxx::work tx(conn);
                              tx.exec("UPDATE counter SET n = n + 1");
                              tx.commit();
                            }),
               ::pqxx::in_doubt_error);
  EXPECT_EQ(entered, 1);
  expectCounter();
}

TEST_P(Commit, InALeaseIsNeverRepeated) {
  FaultProxy proxy(PostgresServer::shared().port());
  proxy.cutAt("COMMIT", GetParam());
  {
    auto lease = withDatabase(pq(PostgresServer::urlAt(proxy.port())).idempotent());
    ask(lease.get(), "BEGIN");
    ask(lease.get(), "UPDATE counter SET n = n + 1");
    ask(lease.get(), "COMMIT");
    EXPECT_EQ(PQstatus(lease.get()), CONNECTION_BAD);
  }
  expectCounter();
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
