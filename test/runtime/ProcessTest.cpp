// Processes that fork, end and are told to end, while they have connections.

#include "FaultTest.h"
#include "Programs.h"

#include <fstream>

namespace repool::test {
namespace {

std::string url(const std::string &more = "") {
  return PostgresServer::shared().url(more);
}

class Exits : public FaultTest, public testing::WithParamInterface<const char *> {};

TEST_P(Exits, WithoutACrashOrAHang) {
  Program program("exits", {GetParam(), url()});
  EXPECT_EQ(program.exitCode(), 0) << program.output();
  EXPECT_NE(program.output().find("main 42\n"), std::string::npos) << program.output();
  EXPECT_TRUE(eventually([] { return PostgresServer::shared().sessions() == 0; }));
}

INSTANTIATE_TEST_SUITE_P(By, Exits,
                         testing::Values("static", "atexit", "detached", "quick", "leased",
                                         "thread"),
                         [](const auto &info) { return std::string(info.param); });

TEST_F(Exits, BorrowingInAStaticConstructor) {
  Program program("exits", {"thread", url()}, {{"EXITS_URL", url()}});
  EXPECT_EQ(program.exitCode(), 0) << program.output();
  EXPECT_EQ(program.output(), "constructor 42\nmain 42\nthread 42\n");
}

TEST_F(Exits, BorrowingAfterMainStillWorks) {
  Program destructor("exits", {"static", url()});
  EXPECT_EQ(destructor.exitCode(), 0);
  EXPECT_EQ(destructor.output(), "main 42\nstatic 42\n");
  Program atExit("exits", {"atexit", url()});
  EXPECT_EQ(atExit.exitCode(), 0);
  EXPECT_EQ(atExit.output(), "main 42\natexit 42\n");
}

TEST_F(Exits, AlsoWhenTheServerHasGoneSilent) {
  PostgresServer own;
  Program program("exits", {"told", own.url()});
  EXPECT_TRUE(eventually([&] { return program.output() == "main 42\n"; })) << program.output();
  own.pause(); // the pool's connection is open, and nobody reads a goodbye
  program.process().signal(SIGTERM);
  EXPECT_EQ(program.exitCode(), 0) << program.output();
  own.resume();
}

struct Fork {
  const char *how;
  const char *state;
};

void PrintTo(const Fork &fork, std::ostream *out) {
  *out << fork.how << ' ' << fork.state;
}

class Forks : public FaultTest, public testing::WithParamInterface<Fork> {};

INSTANTIATE_TEST_SUITE_P(By, Forks,
                         testing::Values(Fork{"exit", "idle"}, Fork{"exit", "busy"},
                                         Fork{"_exit", "idle"}, Fork{"_exit", "busy"},
                                         Fork{"exec", "idle"}, Fork{"exec", "busy"},
                                         Fork{"silent", "idle"}, Fork{"silent", "busy"}),
                         [](const auto &info) {
                           const std::string how = info.param.how;
                           return (how == "_exit" ? "AtOnce" : how) + "_" + info.param.state;
                         });

TEST_P(Forks, LeaveTheParentsSessionsAlone) {
  Program program("forks", {GetParam().how, GetParam().state, url()});
  EXPECT_EQ(program.exitCode(), 0) << program.output();
}

/// A server that speaks TLS, where one byte too many ends the session.
PostgresServer *tlsServer() {
  static const Folder folder("tls");
  static const std::unique_ptr<PostgresServer> server = []() -> std::unique_ptr<PostgresServer> {
    Process::How how;
    how.folder = folder.path();
    how.log = how.folder + "/log";
    if (!isDone({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                 "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem"},
                how))
      return nullptr;
    return std::make_unique<PostgresServer>(
        PostgresServer::Settings{"ssl=on", "ssl_cert_file=" + how.folder + "/cert.pem",
                                 "ssl_key_file=" + how.folder + "/key.pem"});
  }();
  return server.get();
}

TEST_P(Forks, LeaveTheParentsTlsSessionsAlone) {
  PostgresServer *const server = tlsServer();
  if (!server)
    GTEST_SKIP() << "no openssl to make a certificate";
  Program program("forks", {GetParam().how, GetParam().state, server->url("sslmode=require")});
  EXPECT_EQ(program.exitCode(), 0) << program.output();
}

class Drain : public FaultTest {};

TEST_F(Drain, AtSigtermLetsRequestsFinish) {
  Program program("serves", {url(), "1.5", "20000"});
  EXPECT_TRUE(eventually([&] { return program.output() == "ready\n"; })) << program.output();
  program.process().signal(SIGTERM);
  EXPECT_EQ(program.exitCode(), 0);
  EXPECT_EQ(program.output(), "ready\ndrained 1, done 3\n");
  EXPECT_TRUE(eventually([] { return PostgresServer::shared().sessions() == 0; }));
}

TEST_F(Drain, AtSigtermIsBounded) {
  Program program("serves", {url(), "600", "300"});
  EXPECT_TRUE(eventually([&] { return program.output() == "ready\n"; })) << program.output();
  program.process().signal(SIGTERM);
  EXPECT_EQ(program.exitCode(), 0);
  EXPECT_EQ(program.output(), "ready\ndrained 0, done 0\n");
  PostgresServer::shared().terminate();
}

TEST_F(Drain, AnswersThoseWhoWait) {
  set("REPOOL_MAX", "1");
  set("REPOOL_DEADLINE_MS", "60000");
  auto held = withDatabase(pq(url()));
  ASSERT_EQ(PQstatus(held.get()), CONNECTION_OK);
  Outcome outcome;
  std::thread waiter([&] { outcome = Libpq(url(), "SELECT 1"); });
  EXPECT_TRUE(eventually([] { return stats().waiting == 1; }));
  EXPECT_FALSE(shutdown(100)) << "one is lent";
  waiter.join();
  EXPECT_EQ(outcome.kind, Outcome::NoConnection);
  EXPECT_NE(outcome.text.find("shutting down"), std::string::npos) << outcome;
  EXPECT_EQ(ask(held.get(), "SELECT 1"), "1") << "who holds one may finish";
  held.release();
  EXPECT_TRUE(eventually([] { return PostgresServer::shared().sessions() == 0; }));
  EXPECT_EQ(Libpq(url(), "SELECT 1").kind, Outcome::Done) << "and it starts anew";
}

} // namespace
} // namespace repool::test
