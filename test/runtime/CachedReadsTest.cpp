// Kept results of database calls: together with marks, failures and replicas.

#include "FaultTest.h"
#include "repool/cache.h"
#include "repool/pqxx.h"

#include <pqxx/pqxx>

namespace repool::test {
namespace {

using std::chrono::seconds;

class CachedReads : public FaultTest {
protected:
  static PostgresServer &primary() {
    static PostgresServer server({"wal_keep_size=256MB"});
    return server;
  }

  void SetUp() override {
    FaultTest::SetUp();
    if (IsSkipped())
      return;
    set("REPOOL_CACHE", "on");
    primary().ask("DROP TABLE IF EXISTS pitch; CREATE TABLE pitch (title text);"
                  "INSERT INTO pitch VALUES ('one'); GRANT ALL ON pitch TO web");
  }

  static std::string title(const std::string &url, bool isMarked = true) {
    const Source<pg_conn> source = isMarked ? pq(url).mayBeStale() : pq(url);
    return cached("title", {"pitches"}, seconds(60), source,
                  [](PGconn *conn) { return ask(conn, "SELECT title FROM pitch"); });
  }
};

TEST_F(CachedReads, AreKeptForMarkedCallsOnly) {
  EXPECT_EQ(title(primary().url()), "one");
  primary().ask("UPDATE pitch SET title = 'two'");
  EXPECT_EQ(title(primary().url()), "one");
  EXPECT_EQ(title(primary().url(), false), "two");
  invalidate("pitches");
  EXPECT_EQ(title(primary().url()), "two");
  EXPECT_EQ(grown(&Stats::borrowed), 3U);
}

TEST_F(CachedReads, OfAFailedBorrowAreNotKept) {
  const std::string dead = PostgresServer::urlAt(1);
  set("REPOOL_DEADLINE_MS", "200");
  const std::string first = title(dead);
  EXPECT_NE(first, "one");
  EXPECT_EQ(title(primary().url()), "one");
}

TEST_F(CachedReads, ByLibpqxx) {
  const auto count = [] {
    return cached("count", {"pitches"}, seconds(60), pqxx(primary().url()).mayBeStale(),
                  [](::pqxx::connection &conn, Caching &caching) {
                    ::pqxx::work tx(conn);
                    const int rows = tx.exec("SELECT count(*) FROM pitch")[0][0].as<int>();
                    if (rows == 0)
                      caching.skip();
                    return rows;
                  });
  };
  EXPECT_EQ(count(), 1);
  primary().ask("DELETE FROM pitch");
  EXPECT_EQ(count(), 1);
  invalidate("pitches");
  EXPECT_EQ(count(), 0);
  primary().ask("INSERT INTO pitch VALUES ('a'), ('b')");
  EXPECT_EQ(count(), 2);
}

TEST_F(CachedReads, MadeSoonAfterAnInvalidationAreNotReadFromALaggingReplica) {
  const auto standby = PostgresServer::standbyOf(primary());
  set("REPLICA_ONE", standby->url());
  set("REPOOL_REPLICAS", "REPLICA_ONE");
  set("REPOOL_REPLICA_MAX_LAG_MS", "3000");
  const auto isReplica = [&] {
    return withDatabase(pq(primary().url()).mayBeStale(),
                        [](PGconn *conn) { return ask(conn, "SELECT pg_is_in_recovery()"); });
  };
  ASSERT_TRUE(eventually([&] {
    std::this_thread::sleep_for(Milliseconds(20));
    return isReplica() == "t";
  }));
  standby->ask("SELECT pg_wal_replay_pause()");
  primary().ask("UPDATE pitch SET title = 'two'");
  EXPECT_EQ(isReplica(), "t") << "it is behind, but not for longer than allowed";
  invalidate("pitches");
  EXPECT_EQ(title(primary().url()), "two") << "else the old title would be kept for a minute";
  EXPECT_EQ(isReplica(), "t");
  standby->ask("SELECT pg_wal_replay_resume()");
}

} // namespace
} // namespace repool::test
