// PgBouncer as the first link: dead, alive before a dead database, saturated, not yet recovered.

#include "FaultTest.h"
#include "servers/FaultProxy.h"
#include "servers/PgBouncer.h"

#include <atomic>
#include <optional>

namespace repool::test {
namespace {

// A session by PgBouncer comes to 127.0.0.2, one of our own to 127.0.0.1.
const char *const WhichWay = "SELECT host(inet_server_addr())";
const char *const ByPooler = "127.0.0.2";
const char *const Directly = "127.0.0.1";

/// What one test of the chain is about.
struct Setup {
  std::string name;
  Driver driver;
  std::string mode;
};

void PrintTo(const Setup &setup, std::ostream *out) {
  *out << setup.name;
}

class Pooler : public FaultTest, public testing::WithParamInterface<Setup> {
protected:
  void SetUp() override {
    FaultTest::SetUp();
    if (IsSkipped())
      return;
    if (!PgBouncer::isInstalled())
      GTEST_SKIP() << "no PgBouncer to start";
  }

  void startPooler(std::map<std::string, std::string> more = {}, std::uint16_t server = 0) {
    PgBouncer::Options options;
    options.server = server ? server : PostgresServer::shared().port();
    options.host = server ? "127.0.0.1" : "127.0.0.2";
    options.mode = GetParam().mode;
    options.more = std::move(more);
    pooler_.emplace(options);
    set("REPOOL_POOLER_URL", pooler_->url());
    set("REPOOL_POOLER_MODE", GetParam().mode);
  }

  /// As a site would, marked as far as a pooler in transaction mode asks for.
  Outcome request(const std::string &sql = WhichWay) const {
    return GetParam().driver(PostgresServer::shared().url(), sql, detail::Stateless);
  }

  void expectWay(const std::string &way) const {
    const Outcome outcome = request();
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
    EXPECT_EQ(outcome.text, way);
  }

  bool comesTo(const std::string &way) const {
    return eventually([&] {
      std::this_thread::sleep_for(Milliseconds(50));
      return request().text == way;
    });
  }

  std::optional<PgBouncer> pooler_;
};

const auto nameOfSetup = [](const testing::TestParamInfo<Setup> &info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(By, Pooler,
                         testing::Values(Setup{"LibpqSession", Libpq, "session"},
                                         Setup{"LibpqxxTransaction", Libpqxx, "transaction"}),
                         nameOfSetup);

/// What takes no time, in every combination.
class PoolerMode : public Pooler {};

INSTANTIATE_TEST_SUITE_P(By, PoolerMode,
                         testing::Values(Setup{"LibpqSession", Libpq, "session"},
                                         Setup{"LibpqTransaction", Libpq, "transaction"},
                                         Setup{"LibpqxxSession", Libpqxx, "session"},
                                         Setup{"LibpqxxTransaction", Libpqxx, "transaction"}),
                         nameOfSetup);

TEST_P(PoolerMode, ThatWorksIsUsed) {
  startPooler();
  for (int i = 0; i < 5; ++i)
    expectWay(ByPooler);
  EXPECT_EQ(grown(&Stats::fallbacks), 0U);
}

TEST_P(PoolerMode, InTransactionModeIsForStatelessCallsOnly) {
  startPooler();
  const Outcome unmarked = GetParam().driver(PostgresServer::shared().url(), WhichWay, 0);
  EXPECT_EQ(unmarked.kind, Outcome::Done) << unmarked;
  EXPECT_EQ(unmarked.text, GetParam().mode == "session" ? ByPooler : Directly);
  expectWay(ByPooler);
}

TEST_P(PoolerMode, OfUnknownModeIsTakenForTransactionMode) {
  startPooler();
  unsetenv("REPOOL_POOLER_MODE");
  const Outcome unmarked = GetParam().driver(PostgresServer::shared().url(), WhichWay, 0);
  EXPECT_EQ(unmarked.text, Directly) << unmarked;
  expectWay(ByPooler);
}

TEST_P(Pooler, ThatIsDeadIsGoneRoundAndComeBackTo) {
  startPooler();
  expectWay(ByPooler);
  pooler_->kill9();
  for (int i = 0; i < 20; ++i)
    expectWay(Directly);
  EXPECT_GE(grown(&Stats::fallbacks), 1U);
  pooler_->start();
  EXPECT_TRUE(comesTo(ByPooler));
  for (int i = 0; i < 5; ++i)
    expectWay(ByPooler);
}

TEST_P(Pooler, ThatIsKilledUnderLoadFailsOnlyWhatWasOnItsWay) {
  constexpr int Max = 3;
  set("REPOOL_MAX", std::to_string(Max));
  startPooler();
  expectWay(ByPooler);
  std::atomic<bool> isEnding{false};
  std::atomic<int> lost{0};
  std::atomic<int> none{0};
  std::atomic<int> direct{0};
  std::atomic<int> pooled{0};
  std::thread threads([&] {
    inThreads(8, [&](int) {
      while (!isEnding) {
        const Outcome outcome = request();
        lost += outcome.kind == Outcome::Lost || outcome.kind == Outcome::SqlError ? 1 : 0;
        none += outcome.kind == Outcome::NoConnection ? 1 : 0;
        direct += outcome.text == Directly ? 1 : 0;
        pooled += outcome.text == ByPooler ? 1 : 0;
      }
    });
  });
  EXPECT_TRUE(eventually([&] { return pooled > 100; }));
  pooler_->kill9();
  EXPECT_TRUE(eventually([&] { return direct > 100; }));
  isEnding = true;
  threads.join();
  EXPECT_LE(lost, Max) << "statements in flight";
  EXPECT_EQ(none, 0);
}

TEST_P(Pooler, BeforeADeadDatabaseIsGoneRound) {
  FaultProxy behind(PostgresServer::shared().port(), "127.0.0.2");
  startPooler({{"server_login_retry", "1"}, {"query_wait_timeout", "1"}}, behind.port());
  expectWay(ByPooler);
  behind.refuse(true);
  behind.cutAll();
  // The first may be lost with its pooled session; the pooler still takes logins.
  request();
  for (int i = 0; i < 10; ++i)
    expectWay(Directly);
  behind.refuse(false);
  EXPECT_TRUE(comesTo(ByPooler));
}

TEST_P(Pooler, ThatNeverHadADatabaseIsGoneRound) {
  FaultProxy behind(PostgresServer::shared().port(), "127.0.0.2");
  behind.refuse(true);
  startPooler({{"server_login_retry", "1"}, {"query_wait_timeout", "1"}}, behind.port());
  for (int i = 0; i < 5; ++i)
    expectWay(Directly);
}

TEST_P(Pooler, InLoginRetryAfterTheDatabaseCameBackIsGoneRound) {
  PostgresServer own;
  PgBouncer::Options options;
  options.server = own.port();
  options.mode = GetParam().mode;
  options.more = {{"server_login_retry", "3"}, {"query_wait_timeout", "1"}};
  pooler_.emplace(options);
  set("REPOOL_POOLER_URL", pooler_->url());
  set("REPOOL_POOLER_MODE", GetParam().mode);
  const auto ask = [&] { return GetParam().driver(own.url(), WhichWay, detail::Stateless); };
  EXPECT_EQ(ask().text, ByPooler);
  own.stopAtOnce();
  askOutside(pooler_->url(), "SELECT 1"); // now the pooler knows that it cannot log in
  own.start();
  EXPECT_NE(askOutside(pooler_->url("connect_timeout=10"), "SELECT 1"), "1")
      << "the pooler must still be refusing";
  ask(); // may find its session dead in the call
  const auto came =
      timeOf([&] { EXPECT_TRUE(eventually([&] { return ask().text == Directly; })); });
  EXPECT_LT(came.count(), 5000);
  EXPECT_TRUE(eventually([&] {
    std::this_thread::sleep_for(Milliseconds(50));
    return ask().text == ByPooler;
  }));
}

TEST_P(Pooler, ThatIsSaturatedIsGoneRound) {
  startPooler({{"max_client_conn", "2"}});
  PGconn *const first = PQconnectdb(pooler_->url().c_str());
  PGconn *const second = PQconnectdb(pooler_->url().c_str());
  ASSERT_EQ(PQstatus(first), CONNECTION_OK);
  ASSERT_EQ(PQstatus(second), CONNECTION_OK) << PQerrorMessage(second);
  for (int i = 0; i < 10; ++i)
    expectWay(Directly);
  PQfinish(first);
  PQfinish(second);
  EXPECT_TRUE(comesTo(ByPooler));
}

TEST_P(Pooler, OutOfOrderMakesNoStormOnTheDatabase) {
  set("REPOOL_MAX", "20");
  set("REPOOL_DEADLINE_MS", "20000");
  startPooler();
  expectWay(ByPooler);
  pooler_->kill9();
  inThreads(30, [&](int) { EXPECT_EQ(request("SELECT pg_sleep(0.05)").kind, Outcome::Done); });
  EXPECT_LE(stats().idle + stats().inUse, 5U) << "min(5, max) direct connections";
}

} // namespace
} // namespace repool::test
