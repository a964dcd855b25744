// What an operator can change of a program that is built: every REPOOL_ variable, and the file.

#include "FaultTest.h"
#include "Programs.h"
#include "servers/FaultProxy.h"
#include "servers/PgBouncer.h"

#include <fstream>

namespace repool::test {
namespace {

using Variables = std::map<std::string, std::string>;

class Configured : public FaultTest {
protected:
  static std::string probe(const std::string &what, const Variables &variables = {}) {
    Program program("probes", {what, PostgresServer::shared().url()}, variables);
    const std::optional<int> code = program.exitCode();
    EXPECT_EQ(code, 0) << what << ": " << program.output();
    std::string output = program.output();
    if (!output.empty() && output.back() == '\n')
      output.pop_back();
    return output;
  }
};

TEST_F(Configured, Mode) {
  EXPECT_EQ(probe("backends"), "1");
  EXPECT_EQ(probe("backends", {{"REPOOL_MODE", "pool"}}), "1");
  EXPECT_EQ(probe("backends", {{"REPOOL_MODE", "direct"}}), "5");
}

TEST_F(Configured, DirectModeIsTheCallsOwnTextWhateverTheChain) {
  EXPECT_EQ(probe("way", {{"REPOOL_MODE", "direct"},
                          {"DATABASE_URL", PostgresServer::shared().url("host=127.0.0.2")}}),
            "127.0.0.1");
}

TEST_F(Configured, MaxAndReserve) {
  Variables variables = {{"REPOOL_DEADLINE_MS", "1000"}};
  EXPECT_EQ(probe("together", variables), "9") << "10, one of them for nested borrows";
  variables["REPOOL_MAX"] = "3";
  EXPECT_EQ(probe("together", variables), "2");
  variables["REPOOL_RESERVE"] = "0";
  EXPECT_EQ(probe("together", variables), "3");
}

TEST_F(Configured, Deadline) {
  EXPECT_NE(
      probe("deadline", {{"REPOOL_MAX", "1"}, {"REPOOL_DEADLINE_MS", "120"}}).find("within 120 ms"),
      std::string::npos);
}

TEST_F(Configured, MaxWaiters) {
  EXPECT_NE(
      probe("deadline", {{"REPOOL_MAX", "1"}, {"REPOOL_MAX_WAITERS", "0"}}).find("queue is full"),
      std::string::npos);
}

TEST_F(Configured, Reset) {
  EXPECT_EQ(probe("reset", {{"REPOOL_RESET", "full"}}), "4MB");
  EXPECT_EQ(probe("reset", {{"REPOOL_RESET", "light"}}), "7MB");
}

TEST_F(Configured, Lifetime) {
  EXPECT_EQ(probe("backends-apart", {{"REPOOL_LIFETIME_MS", "200"}}), "2");
}

TEST_F(Configured, IdleAndLeast) {
  EXPECT_EQ(probe("idle", {{"REPOOL_IDLE_MS", "100"}}), "closed");
  EXPECT_EQ(probe("least", {{"REPOOL_MIN", "3"}}), "3");
}

TEST_F(Configured, Ping) {
  EXPECT_EQ(probe("pings"), "0");
  EXPECT_EQ(probe("pings", {{"REPOOL_PING_MS", "100"}}), "1");
}

TEST_F(Configured, LeakIsReportedWithItsPlace) {
  const std::string said = probe("leak", {{"REPOOL_LEAK_MS", "100"}});
  EXPECT_NE(said.find("repool: "), std::string::npos) << said;
  EXPECT_NE(said.find("web@127.0.0.1:"), std::string::npos) << said;
}

TEST_F(Configured, DatabaseUrlChainAndSameDatabase) {
  // The same server by another address, so it can be proved; another one, so it cannot.
  const std::string way = PostgresServer::shared().url("host=127.0.0.2");
  EXPECT_EQ(probe("way"), "127.0.0.1");
  EXPECT_EQ(probe("way", {{"DATABASE_URL", way}}), "127.0.0.2");
  EXPECT_EQ(probe("way", {{"DATABASE_URL", way}, {"REPOOL_CHAIN", "own"}}), "127.0.0.1");
  EXPECT_EQ(probe("way", {{"SHOP_URL", way}, {"REPOOL_CHAIN", "SHOP_URL own"}}), "127.0.0.2");
  const std::string asUrl =
      "postgresql://web@127.0.0.2:" + std::to_string(PostgresServer::shared().port()) + "/shop";
  EXPECT_EQ(probe("way", {{"REPOOL_CHAIN", asUrl + " own"}}), "127.0.0.2");
  PostgresServer other;
  const std::string foreign = other.url("host=127.0.0.2");
  const std::string said = probe("way", {{"DATABASE_URL", foreign}});
  EXPECT_NE(said.find("repool: "), std::string::npos) << "a person is told: " << said;
  EXPECT_EQ(said.substr(said.rfind('\n') + 1), "127.0.0.1");
  EXPECT_EQ(probe("way", {{"DATABASE_URL", foreign}, {"REPOOL_SAME_DATABASE", "1"}}), "127.0.0.2");
}

TEST_F(Configured, PoolerUrlAndMode) {
  if (!PgBouncer::isInstalled())
    GTEST_SKIP() << "no PgBouncer to start";
  PgBouncer::Options options;
  options.server = PostgresServer::shared().port();
  const PgBouncer pooler(options);
  Variables variables = {{"REPOOL_POOLER_URL", pooler.url()}};
  EXPECT_EQ(probe("way", variables), "127.0.0.2");
  EXPECT_EQ(probe("way-unmarked", variables), "127.0.0.1") << "unknown counts as transaction mode";
  variables["REPOOL_POOLER_MODE"] = "session";
  EXPECT_EQ(probe("way-unmarked", variables), "127.0.0.2");
  variables["REPOOL_POOLER_MODE"] = "transaction";
  EXPECT_EQ(probe("way-unmarked", variables), "127.0.0.1");
}

TEST_F(Configured, NonsenseIsReportedOnceAndIgnored) {
  const std::string said = probe("backends", {{"REPOOL_MAX", "lots"},
                                              {"REPOOL_DEADLINE_MS", "-5"},
                                              {"REPOOL_MODE", "drect"},
                                              {"REPOOL_RESET", "no"}});
  for (const char *const name : {"REPOOL_MAX='lots'", "REPOOL_DEADLINE_MS='-5'",
                                 "REPOOL_MODE='drect'", "REPOOL_RESET='no'"}) {
    const std::size_t first = said.find(name);
    EXPECT_NE(first, std::string::npos) << name << " in " << said;
    EXPECT_EQ(said.find(name, first + 1), std::string::npos) << "once: " << said;
  }
  EXPECT_EQ(said.substr(said.rfind('\n') + 1), "1") << "the defaults hold";
}

TEST_F(Configured, FileIsReadAndTheEnvironmentWins) {
  const Folder folder("config");
  const std::string file = folder.path() + "/repool.conf";
  std::ofstream(file) << "# for the shop\nREPOOL_MAX=2\nREPOOL_RESERVE=0\nREPOOL_DEADLINE_MS=500\n";
  EXPECT_EQ(probe("together", {{"REPOOL_CONFIG", file}}), "2");
  EXPECT_EQ(probe("together", {{"REPOOL_CONFIG", file}, {"REPOOL_MAX", "4"}}), "4");
}

TEST_F(Configured, ModeOfARunningProgramIsSwitchedByTheFile) {
  const Folder folder("config");
  const std::string file = folder.path() + "/repool.conf";
  std::ofstream(file) << "REPOOL_MODE=pool\n";
  Program program("probes", {"mode", PostgresServer::shared().url()}, {{"REPOOL_CONFIG", file}});
  EXPECT_TRUE(eventually([&] { return program.output() == "pool\n"; })) << program.output();
  std::ofstream(file) << "REPOOL_MODE=direct\n";
  EXPECT_TRUE(eventually([&] { return program.output() == "pool\ndirect\n"; })) << program.output();
  std::ofstream(file) << "REPOOL_MODE=pool\n";
  EXPECT_TRUE(eventually([&] { return program.output() == "pool\ndirect\npool\n"; }))
      << program.output();
}

} // namespace
} // namespace repool::test
