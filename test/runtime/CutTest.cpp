// The connection is cut at the worst moment: what is run again, and what never is.

#include "BehindProxy.h"
#include "repool/pqxx.h"

#include <pqxx/pqxx>

namespace repool::test {
namespace {

class Cuts : public BehindProxy {};

INSTANTIATE_TEST_SUITE_P(By, Cuts, testing::Values(Libpq, Libpqxx), nameOf);

TEST_P(Cuts, AResetOfAnIdleConnectionIsNotSeen) {
  ASSERT_EQ(request("SELECT 1").kind, Outcome::Done);
  proxy_->cutAll();
  const Outcome outcome = request("SELECT 1");
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
}

TEST_P(Cuts, ACutInTheHandshakeIsTriedAgainSoon) {
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

TEST_P(Cuts, AnUnmarkedCallThatIsCutIsNotRunAgain) {
  proxy_->cutAt("marker", FaultProxy::Cut::BeforeServer);
  const Outcome outcome = request("SELECT 'marker'");
  EXPECT_EQ(outcome.kind, Outcome::Lost) << outcome;
  EXPECT_EQ(outcome.entered, 1);
}

TEST_P(Cuts, AReadOnlyCallThatIsCutIsRunASecondTime) {
  for (const auto where : {FaultProxy::Cut::BeforeServer, FaultProxy::Cut::BeforeAnswer}) {
    proxy_->cutAt("marker", where);
    const Outcome outcome = request("SELECT 'marker'", detail::ReadOnly);
    EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
    EXPECT_EQ(outcome.text, "marker");
    EXPECT_EQ(outcome.entered, 2);
  }
  EXPECT_GE(grown(&Stats::retries), 2U);
}

TEST_P(Cuts, AnIdempotentCallThatIsCutIsRunASecondTime) {
  proxy_->cutAt("UPDATE counter", FaultProxy::Cut::BeforeAnswer);
  const Outcome outcome = request("UPDATE counter SET n = 7", detail::Idempotent);
  EXPECT_EQ(outcome.kind, Outcome::Done) << outcome;
  EXPECT_EQ(outcome.entered, 2);
  EXPECT_EQ(counter(), "7");
}

TEST_P(Cuts, AReadOnlyCallWithASqlErrorIsNotRunAgain) {
  const Outcome outcome = request("SELECT 1/0", detail::ReadOnly);
  EXPECT_EQ(outcome.kind, Outcome::SqlError);
  EXPECT_EQ(outcome.entered, 1);
}

TEST_P(Cuts, AnUpdateThatLosesItsAnswerHappensOnce) {
  proxy_->cutAt("UPDATE counter", FaultProxy::Cut::BeforeAnswer);
  const Outcome outcome = request("UPDATE counter SET n = n + 1");
  EXPECT_EQ(outcome.kind, Outcome::Lost);
  EXPECT_EQ(outcome.entered, 1);
  EXPECT_EQ(counter(), "1");
  EXPECT_EQ(request("UPDATE counter SET n = n + 1").kind, Outcome::Done);
  EXPECT_EQ(counter(), "2");
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

// libpqxx knows best: in doubt, as it always said. Then no mark makes it run again.
void expectInDoubtOnce(FaultProxy::Cut cut, bool isIdempotent) {
  FaultProxy proxy(PostgresServer::shared().port());
  proxy.cutAt("COMMIT", cut);
  int entered = 0;
  const auto source = pqxx(PostgresServer::urlAt(proxy.port()));
  EXPECT_THROW(withDatabase(isIdempotent ? source.idempotent() : source,
                            [&](::pqxx::connection &conn) {
                              ++entered;
                              ::pqxx::work tx(conn);
                              tx.exec("UPDATE counter SET n = n + 1");
                              tx.commit();
                            }),
               ::pqxx::in_doubt_error);
  EXPECT_EQ(entered, 1);
}

TEST_P(Commit, ByLibpqxxIsNeverRepeated) {
  expectInDoubtOnce(GetParam(), false);
  expectCounter();
}

TEST_P(Commit, ByLibpqxxIsNotRepeatedEvenIfItMayRunTwice) {
  expectInDoubtOnce(GetParam(), true);
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

} // namespace
} // namespace repool::test
