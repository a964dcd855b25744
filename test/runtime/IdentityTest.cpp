// Which database is behind: a link that is not provably the call's own is never used, and who is
// not let in is told so.

#include "FaultTest.h"
#include "servers/FaultProxy.h"
#include "servers/PgBouncer.h"

#include <mutex>

namespace repool::test {
namespace {

class Identity : public BothDrivers {
protected:
  void SetUp() override {
    BothDrivers::SetUp();
    if (IsSkipped())
      return;
    own().ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
              "INSERT INTO place VALUES ('own'); GRANT ALL ON place TO web");
  }

  static PostgresServer &own() {
    static PostgresServer server;
    return server;
  }

  /// What the first row says when asked as a site would.
  Outcome where(const std::string &url) const {
    return GetParam()(url, "SELECT name FROM place", detail::Stateless);
  }

  void expectOwn(const std::string &url = own().url()) const {
    for (int i = 0; i < 5; ++i) {
      const Outcome outcome = where(url);
      EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
      EXPECT_EQ(outcome.text, "own") << outcome;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(By, Identity, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Identity, AnotherWayToTheSameDatabaseIsUsed) {
  FaultProxy way(own().port());
  set("DATABASE_URL", PostgresServer::urlAt(way.port()));
  expectOwn();
  EXPECT_GE(way.counts().total, 1);
  EXPECT_EQ(grown(&Stats::foreign), 0U);
}

TEST_P(Identity, AnotherServerIsRefused) {
  PostgresServer &other = PostgresServer::shared();
  other.ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
            "INSERT INTO place VALUES ('other'); GRANT ALL ON place TO web");
  set("DATABASE_URL", other.url());
  expectOwn();
  EXPECT_GE(grown(&Stats::foreign), 1U);
}

TEST_P(Identity, AnotherDatabaseOfTheSameServerIsRefused) {
  own().ask("CREATE DATABASE depot OWNER web");
  askOutside(own().url("dbname=depot"),
             "CREATE TABLE IF NOT EXISTS place (name text); INSERT INTO place VALUES ('depot')");
  set("DATABASE_URL", own().url("dbname=depot"));
  expectOwn();
}

TEST_P(Identity, ADatabaseOfTheSameNameBehindAPoolerThatMapsItElsewhereIsRefused) {
  if (!PgBouncer::isInstalled())
    GTEST_SKIP() << "no PgBouncer to start";
  PostgresServer &other = PostgresServer::shared();
  other.ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
            "INSERT INTO place VALUES ('other'); GRANT ALL ON place TO web");
  PgBouncer::Options options;
  options.server = other.port();
  PgBouncer pooler(options);
  set("REPOOL_POOLER_URL", pooler.url());
  set("REPOOL_POOLER_MODE", "session");
  expectOwn();
}

TEST_P(Identity, ACopyOfTheDataFolderIsRefused) {
  const auto copy = PostgresServer::copyOf(own());
  copy->ask("UPDATE place SET name = 'copy'");
  set("DATABASE_URL", copy->url());
  expectOwn();
}

TEST_P(Identity, ACloneFromABaseBackupIsRefused) {
  const auto clone = PostgresServer::backupOf(own());
  clone->ask("UPDATE place SET name = 'clone'");
  set("DATABASE_URL", clone->url());
  expectOwn();
  EXPECT_GE(grown(&Stats::foreign), 1U);
}

TEST_P(Identity, AStandbyIsNoLink) {
  const auto standby = PostgresServer::standbyOf(own());
  set("DATABASE_URL", standby->url());
  const std::string isStandby = "SELECT pg_is_in_recovery()::text";
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(GetParam()(own().url(), isStandby, detail::Stateless).text, "false");
}

TEST_P(Identity, AnotherServerIsRefusedAlsoWhenTheOwnOneIsDown) {
  PostgresServer &other = PostgresServer::shared();
  other.ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
            "INSERT INTO place VALUES ('other'); GRANT ALL ON place TO web");
  FaultProxy way(own().port());
  way.refuse(true);
  set("REPOOL_DEADLINE_MS", "500");
  set("DATABASE_URL", other.url());
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = where(PostgresServer::urlAt(way.port()));
    EXPECT_EQ(outcome.kind, Outcome::NoConnection) << "no proof, no link: " << outcome;
  }
}

TEST_P(Identity, AnotherRoleIsRefused) {
  set("DATABASE_URL", own().url("user=app"));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(GetParam()(own().url(), "SELECT current_user", detail::Stateless).text, "web");
}

TEST_P(Identity, OtherStartupOptionsAreRefused) {
  set("DATABASE_URL", own().url("options='-c search_path=elsewhere'"));
  for (int i = 0; i < 5; ++i)
    EXPECT_NE(GetParam()(own().url(), "SHOW search_path", detail::Stateless).text, "elsewhere");
}

TEST_P(Identity, TenantsByStartupOptionsNeverShare) {
  const std::string a = own().url("options='-c search_path=a'");
  const std::string b = own().url("options='-c search_path=b'");
  inThreads(8, [&](int number) {
    for (int i = 0; i < 20; ++i) {
      const bool isA = (number + i) % 2;
      EXPECT_EQ(GetParam()(isA ? a : b, "SHOW search_path").text, isA ? "a" : "b");
    }
  });
}

TEST_P(Identity, TwoDatabasesOfOneProgramAreNeverMixed) {
  PostgresServer &other = PostgresServer::shared();
  other.ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
            "INSERT INTO place VALUES ('other'); GRANT ALL ON place TO web");
  FaultProxy way(own().port()); // DATABASE_URL is right for one of them only
  set("DATABASE_URL", PostgresServer::urlAt(way.port()));
  set("REPOOL_MAX", "3");
  std::mutex mutex;
  int lost = 0;
  inThreads(8, [&](int number) {
    for (int i = 0; i < 40; ++i) {
      const bool isOwn = (number + i) % 2;
      const Outcome outcome = where(isOwn ? own().url() : other.url());
      if (outcome.kind == Outcome::Done) {
        EXPECT_EQ(outcome.text, isOwn ? "own" : "other");
      } else {
        const std::lock_guard<std::mutex> lock(mutex);
        ++lost;
      }
      if (number == 0 && i == 20)
        way.refuse(true);
      if (number == 0 && i == 20)
        way.cutAll();
    }
  });
  EXPECT_LE(lost, 3) << "what was on its way when the link was cut";
}

TEST_P(Identity, AWordOfTheOperatorIsProofEnough) {
  PostgresServer &other = PostgresServer::shared();
  other.ask("DROP TABLE IF EXISTS place; CREATE TABLE place (name text);"
            "INSERT INTO place VALUES ('other'); GRANT ALL ON place TO web");
  set("DATABASE_URL", other.url());
  set("REPOOL_SAME_DATABASE", "1");
  EXPECT_EQ(where(own().url()).text, "other");
}

class Authentication : public BothDrivers {
protected:
  static std::string urlWith(std::uint16_t port, const std::string &password) {
    return PostgresServer::urlAt(port, "user=secured password=" + password + " ");
  }
};

INSTANTIATE_TEST_SUITE_P(By, Authentication, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Authentication, AFailureIsFinalAtOnceInTheServersOwnWords) {
  FaultProxy proxy(PostgresServer::shared().port());
  const std::string url = urlWith(proxy.port(), "wrong");
  Outcome outcome;
  const auto took = timeOf([&] { outcome = GetParam()(url, "SELECT 1"); });
  EXPECT_EQ(outcome.kind, Outcome::NoConnection);
  PGconn *const plain = PQconnectdb(url.c_str());
  const std::string words = PQerrorMessage(plain);
  PQfinish(plain);
  EXPECT_NE(words.find("password authentication failed"), std::string::npos) << words;
  EXPECT_NE(outcome.text.find("password authentication failed for user \"secured\""),
            std::string::npos)
      << outcome;
  if (GetParam().name == std::string("Libpq")) {
    EXPECT_EQ(outcome.text, words);
  }
  EXPECT_LT(took.count(), 2000) << "no waiting for the deadline";
  EXPECT_EQ(proxy.counts().total, 2) << "one dial, and one of the plain connection";
  EXPECT_EQ(grown(&Stats::retries), 0U);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(GetParam()(url, "SELECT 1").kind, Outcome::NoConnection);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
  // The right password has its own pool and is not held up.
  EXPECT_EQ(GetParam()(urlWith(proxy.port(), "s3cret-word"), "SELECT 1").kind, Outcome::Done);
}

TEST_P(Authentication, AFailureOfALinkIsNotHiddenByTheNext) {
  const PostgresServer &server = PostgresServer::shared();
  FaultProxy way(server.port());
  set("DATABASE_URL", urlWith(way.port(), "wrong"));
  const Outcome outcome =
      GetParam()(urlWith(server.port(), "s3cret-word"), "SELECT 1", detail::Stateless);
  EXPECT_EQ(outcome.kind, Outcome::NoConnection) << outcome;
  EXPECT_NE(outcome.text.find("password authentication failed"), std::string::npos) << outcome;
  EXPECT_EQ(grown(&Stats::fallbacks), 0U);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
}

TEST_P(Authentication, AnUnknownDatabaseIsFinalToo) {
  FaultProxy proxy(PostgresServer::shared().port());
  const Outcome outcome =
      GetParam()(PostgresServer::urlAt(proxy.port(), "dbname=nowhere"), "SELECT 1");
  EXPECT_EQ(outcome.kind, Outcome::NoConnection);
  EXPECT_NE(outcome.text.find("database \"nowhere\" does not exist"), std::string::npos) << outcome;
  EXPECT_EQ(proxy.counts().total, 1);
  EXPECT_EQ(grown(&Stats::breakerOpened), 0U);
}

TEST_P(Authentication, APasswordThatChangesWhileTheProgramRuns) {
  const PostgresServer &server = PostgresServer::shared();
  ASSERT_EQ(GetParam()(urlWith(server.port(), "s3cret-word"), "SELECT 1").kind, Outcome::Done);
  server.ask("ALTER ROLE secured PASSWORD 'n3w-word'");
  EXPECT_EQ(GetParam()(urlWith(server.port(), "n3w-word"), "SELECT 1").kind, Outcome::Done);
  EXPECT_EQ(GetParam()(urlWith(server.port(), "wrong"), "SELECT 1").kind, Outcome::NoConnection);
  server.ask("ALTER ROLE secured PASSWORD 's3cret-word'");
  EXPECT_EQ(GetParam()(urlWith(server.port(), "s3cret-word"), "SELECT 1").kind, Outcome::Done);
}

} // namespace
} // namespace repool::test
