// Read replicas for calls that are marked mayBeStale(): real streaming standbys that lag, die, are
// promoted, or are none.

#include "FaultTest.h"

#include <atomic>
#include <chrono>

namespace repool::test {
namespace {

const char *const IsReplica = "SELECT pg_is_in_recovery()::text";
const char *const Port = "SELECT inet_server_port()::text";
constexpr unsigned Stale = detail::MayBeStale | detail::ReadOnly;

class Replica : public BothDrivers {
protected:
  /// What is running for the tests of one driver; the tests put back what they bend.
  static PostgresServer &primary() {
    static PostgresServer server({"wal_keep_size=256MB"});
    return server;
  }

  static PostgresServer &standby() {
    static const std::unique_ptr<PostgresServer> server = PostgresServer::standbyOf(primary());
    return *server;
  }

  void SetUp() override {
    BothDrivers::SetUp();
    if (IsSkipped())
      return;
    primary().ask("CREATE TABLE IF NOT EXISTS clock (at numeric); GRANT ALL ON clock TO web;"
                  "DELETE FROM clock; INSERT INTO clock VALUES (0)");
  }

  void use(const PostgresServer &replica, int maxLag = 10000) { useText(replica.url(), maxLag); }

  void useText(const std::string &url, int maxLag = 10000) {
    set("REPLICA_ONE", url);
    set("REPOOL_REPLICAS", "REPLICA_ONE");
    set("REPOOL_REPLICA_MAX_LAG_MS", std::to_string(maxLag));
  }

  Outcome request(const std::string &sql = IsReplica, unsigned marks = Stale) const {
    return GetParam()(primary().url(), sql, marks);
  }

  bool comesTo(const std::string &answer, const std::string &sql = IsReplica) const {
    return eventually([&] {
      std::this_thread::sleep_for(Milliseconds(20));
      return request(sql).text == answer;
    });
  }

  /// Long enough for a replica that would be used to be used.
  void expectNeverUsed() const {
    for (int i = 0; i < 80; ++i) {
      const Outcome outcome = request();
      ASSERT_EQ(outcome.text, "false") << outcome;
      std::this_thread::sleep_for(Milliseconds(25));
    }
    EXPECT_EQ(grown(&Stats::replicaBorrows), 0U);
    EXPECT_GE(grown(&Stats::replicaSkips), 80U);
  }

  static void catchUp(const PostgresServer &replica) {
    const std::string position = primary().ask("SELECT pg_current_wal_lsn()");
    ASSERT_TRUE(eventually([&] {
      return replica.ask("SELECT pg_last_wal_replay_lsn() >= '" + position + "'") == "t";
    }));
  }
};

INSTANTIATE_TEST_SUITE_P(By, Replica, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Replica, IsUsedForMarkedCallsAndForNoOthers) {
  use(standby());
  EXPECT_EQ(request().text, "false") << "nothing is proved yet, and no call waits for it";
  EXPECT_TRUE(comesTo("true"));
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(request().text, "true");
    EXPECT_EQ(request(IsReplica, 0).text, "false");
    EXPECT_EQ(request(IsReplica, detail::ReadOnly | detail::Stateless).text, "false");
  }
  EXPECT_GE(grown(&Stats::replicaBorrows), 20U);
  EXPECT_EQ(stats().replicasFit, 1U);
  const std::string text = prometheus();
  EXPECT_NE(text.find("repool_replica_fit{pool=\"web@127.0.0.1:" +
                      std::to_string(standby().port()) + "/shop\"} 1\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("repool_replica_lag_seconds{"), std::string::npos);
}

TEST_P(Replica, IsNotUsedUnlessItIsNamed) {
  standby();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(request().text, "false");
  EXPECT_EQ(grown(&Stats::replicaSkips), 0U);
}

TEST_P(Replica, ThatLagsIsSkippedUntilItHasCaughtUp) {
  use(standby(), 1000);
  EXPECT_TRUE(comesTo("true"));
  standby().ask("SELECT pg_wal_replay_pause()");
  primary().ask("UPDATE clock SET at = 1");
  EXPECT_TRUE(comesTo("false"));
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(request("SELECT at::text FROM clock").text, "1");
  EXPECT_EQ(stats().replicasFit, 0U);
  standby().ask("SELECT pg_wal_replay_resume()");
  EXPECT_TRUE(comesTo("true"));
  EXPECT_EQ(request("SELECT at::text FROM clock").text, "1");
}

TEST_P(Replica, NeverGivesAnAnswerThatIsOlderThanTheLimit) {
  constexpr int MaxLag = 700;
  use(standby(), MaxLag);
  EXPECT_TRUE(comesTo("true"));
  const auto now = [] {
    return std::chrono::duration_cast<Milliseconds>(Clock::now().time_since_epoch()).count();
  };
  std::atomic<bool> isEnding{false};
  std::thread writer([&] {
    PGconn *const conn = PQconnectdb(primary().url().c_str());
    while (!isEnding) {
      ask(conn, "UPDATE clock SET at = " + std::to_string(now()));
      std::this_thread::sleep_for(Milliseconds(10));
    }
    PQfinish(conn);
  });
  std::this_thread::sleep_for(Milliseconds(100));
  long long oldest = 0;
  int byReplica = 0;
  for (int round = 0; round < 3; ++round) {
    standby().ask(round % 2 == 0 ? "SELECT pg_wal_replay_pause()"
                                 : "SELECT pg_wal_replay_resume()");
    const auto end = Clock::now() + Milliseconds(1500);
    while (Clock::now() < end) {
      const long long before = now();
      const Outcome outcome = request("SELECT at || ' ' || pg_is_in_recovery() FROM clock");
      ASSERT_EQ(outcome.kind, Outcome::Done) << outcome;
      const bool isReplica = outcome.text.find("true") != std::string::npos;
      byReplica += isReplica ? 1 : 0;
      if (isReplica)
        oldest = std::max(oldest, before - std::atoll(outcome.text.c_str()));
    }
  }
  isEnding = true;
  writer.join();
  standby().ask("SELECT pg_wal_replay_resume()");
  EXPECT_GT(byReplica, 10);
  // The writer needs a moment between reading the clock and writing it.
  EXPECT_LT(oldest, MaxLag + 200);
  RecordProperty("oldest_ms", static_cast<int>(oldest));
}

TEST_P(Replica, OfAPrimaryThatNobodyWritesToStaysFresh) {
  use(standby(), 500);
  EXPECT_TRUE(comesTo("true"));
  const auto end = Clock::now() + std::chrono::seconds(2);
  int skipped = 0;
  int asked = 0;
  for (; Clock::now() < end; ++asked) {
    skipped += request().text == "true" ? 0 : 1;
    std::this_thread::sleep_for(Milliseconds(10));
  }
  EXPECT_LE(skipped, asked / 10) << "of " << asked; // a busy machine may be late to measure
}

TEST_P(Replica, ThatFollowsNobodyIsSkippedThoughItHasAppliedAllThatItReceived) {
  const auto alone = PostgresServer::standbyOf(primary());
  use(*alone, 1000);
  EXPECT_TRUE(comesTo("true"));
  alone->ask("ALTER SYSTEM SET primary_conninfo = ''");
  alone->ask("SELECT pg_reload_conf()");
  EXPECT_TRUE(
      eventually([&] { return alone->ask("SELECT count(*) FROM pg_stat_wal_receiver") == "0"; }));
  primary().ask("UPDATE clock SET at = 2");
  EXPECT_TRUE(comesTo("false"));
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(request("SELECT at::text FROM clock").text, "2");
}

TEST_P(Replica, ThatIsACloneAndNoStandbyIsRefused) {
  const auto clone = PostgresServer::backupOf(primary());
  use(*clone);
  expectNeverUsed();
  EXPECT_GE(grown(&Stats::foreign), 1U);
}

// All servers of a test are copies of one data folder: the same identifier, timeline and oids.
TEST_P(Replica, OfACloneOfThePrimaryIsRefusedWhateverItsPosition) {
  PostgresServer other;
  const auto foreign = PostgresServer::standbyOf(other);
  use(*foreign);
  expectNeverUsed(); // behind: it never catches up
  const std::string fill = "CREATE TABLE filler AS SELECT generate_series(1, 300000)";
  other.ask(fill);
  expectNeverUsed(); // ahead
  primary().ask("DROP TABLE IF EXISTS filler; " + fill + "; " + fill.substr(0, 19) + "2" +
                fill.substr(19));
  expectNeverUsed(); // the primary passed by
  primary().ask("DROP TABLE filler; DROP TABLE filler2");
}

TEST_P(Replica, AsAnotherRoleOrInAnotherDatabaseIsNotForTheCall) {
  useText(standby().url("user=app"));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(request("SELECT current_user").text, "web");
  ASSERT_TRUE(shutdown(10000));
  useText(standby().url("dbname=postgres"));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(request("SELECT current_database()").text, "shop");
  ASSERT_TRUE(shutdown(10000));
  useText(standby().url("options='-c search_path=elsewhere'"));
  for (int i = 0; i < 5; ++i)
    EXPECT_NE(request("SHOW search_path").text, "elsewhere");
  EXPECT_EQ(grown(&Stats::replicaBorrows), 0U);
}

TEST_P(Replica, ThatIsPromotedIsNotReadFromAnyMore) {
  const auto promoted = PostgresServer::standbyOf(primary());
  use(*promoted);
  EXPECT_TRUE(comesTo("true"));
  promoted->promote();
  promoted->ask("CREATE TABLE split_brain ()");
  EXPECT_TRUE(comesTo(std::to_string(primary().port()), Port));
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(request(Port).text, std::to_string(primary().port()));
    std::this_thread::sleep_for(Milliseconds(25));
  }
}

TEST_P(Replica, ByWordOfTheOperatorNeedsNoProof) {
  const auto clone = PostgresServer::backupOf(primary());
  use(*clone);
  set("REPOOL_SAME_DATABASE", "1");
  EXPECT_TRUE(comesTo(std::to_string(clone->port()), Port));
  EXPECT_EQ(request(Port, 0).text, std::to_string(primary().port()));
}

TEST_P(Replica, ThatIsKilledUnderLoadFailsNoCallThatMayRunAgain) {
  const auto killed = PostgresServer::standbyOf(primary());
  use(*killed);
  EXPECT_TRUE(comesTo("true"));
  std::atomic<bool> isEnding{false};
  std::atomic<int> failed{0};
  std::atomic<int> byPrimary{0};
  std::atomic<int> byReplica{0};
  std::thread threads([&] {
    inThreads(6, [&](int) {
      while (!isEnding) {
        const Outcome outcome = request();
        failed += outcome.kind == Outcome::Done ? 0 : 1;
        byPrimary += outcome.text == "false" ? 1 : 0;
        byReplica += outcome.text == "true" ? 1 : 0;
      }
    });
  });
  EXPECT_TRUE(eventually([&] { return byReplica > 200; }));
  const int before = byPrimary;
  killed->kill9();
  EXPECT_TRUE(eventually([&] { return byPrimary > before + 200; }));
  byReplica = 0;
  killed->start();
  EXPECT_TRUE(eventually([&] { return byReplica > 200; }));
  isEnding = true;
  threads.join();
  EXPECT_EQ(failed, 0);
}

TEST_P(Replica, IsOneOfSeveralThatShareTheCalls) {
  const auto second = PostgresServer::standbyOf(primary());
  set("REPLICA_TWO", second->url());
  use(standby());
  set("REPOOL_REPLICAS", "REPLICA_ONE REPLICA_TWO");
  EXPECT_TRUE(eventually([&] { return request().text == "true" && stats().replicasFit == 2; }));
  std::map<std::string, int> answers;
  for (int i = 0; i < 40; ++i)
    ++answers[request(Port).text];
  EXPECT_EQ(answers[std::to_string(standby().port())], 20);
  EXPECT_EQ(answers[std::to_string(second->port())], 20);
  second->kill9();
  EXPECT_TRUE(eventually([&] { return request().text == "true" && stats().replicasFit == 1; }));
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(request(Port).text, std::to_string(standby().port()));
}

TEST_P(Replica, WhoseAddressLeadsToSeveralIsOneOfThemAtATime) {
  if (GetParam().name != std::string("Libpq"))
    GTEST_SKIP() << "it takes half a minute";
  const PostgresServer &elder = standby();
  const auto younger = PostgresServer::standbyOf(primary());
  useText("host=127.0.0.1,127.0.0.1 port=" + std::to_string(younger->port()) + ',' +
          std::to_string(elder.port()) + " user=web dbname=shop");
  EXPECT_TRUE(comesTo(std::to_string(younger->port()), Port));
  younger->kill9();
  const std::string before = std::to_string(primary().port());
  EXPECT_TRUE(comesTo(before, Port)) << "the other one is not measured";
  EXPECT_TRUE(eventually(
      [&] {
        std::this_thread::sleep_for(Milliseconds(100));
        return request(Port).text == std::to_string(elder.port());
      },
      std::chrono::seconds(60)));
  younger->start();
  const auto end = Clock::now() + std::chrono::seconds(3);
  while (Clock::now() < end) {
    EXPECT_EQ(request().text, "true");
    std::this_thread::sleep_for(Milliseconds(50));
  }
}

TEST_P(Replica, ThatHasMostToDoIsAskedLast) {
  const auto second = PostgresServer::standbyOf(primary());
  set("REPLICA_TWO", second->url());
  use(standby());
  set("REPOOL_REPLICAS", "REPLICA_ONE REPLICA_TWO");
  EXPECT_TRUE(eventually([&] { return request().text == "true" && stats().replicasFit == 2; }));
  auto held = withDatabase(pq(primary().url()).mayBeStale().stateless());
  const std::string busy = ask(held.get(), Port);
  for (int i = 0; i < 10; ++i) {
    const Outcome outcome = request(Port);
    EXPECT_EQ(outcome.kind, Outcome::Done);
    EXPECT_NE(outcome.text, busy);
  }
}

TEST_P(Replica, OfADeadPrimaryServesUntilTheLimitAndNotLonger) {
  PostgresServer mortal;
  const auto survivor = PostgresServer::standbyOf(mortal);
  use(*survivor, 2000);
  set("REPOOL_DEADLINE_MS", "1000");
  const auto ask = [&] { return GetParam()(mortal.url(), IsReplica, Stale); };
  EXPECT_TRUE(eventually([&] { return ask().text == "true"; }));
  mortal.stopAtOnce();
  EXPECT_EQ(ask().text, "true");
  EXPECT_TRUE(eventually([&] { return ask().kind == Outcome::NoConnection; }));
  mortal.start();
  EXPECT_TRUE(eventually([&] { return ask().text == "true"; }));
}

TEST_P(Replica, ThatStandsStillIsLeftForThePrimary) {
  const auto still = PostgresServer::standbyOf(primary());
  use(*still, 3000);
  EXPECT_TRUE(comesTo("true"));
  still->pause();
  // No call is made meanwhile: one whose statement is out waits as it would without a pool.
  EXPECT_TRUE(eventually([&] { return stats().replicasFit == 0; }));
  const auto took = timeOf([&] { EXPECT_EQ(request().text, "false"); });
  EXPECT_LT(took.count(), 500);
  still->resume();
  EXPECT_TRUE(comesTo("true"));
}

} // namespace
} // namespace repool::test
