// libpq against a real server.

#include "repool/pq.h"

#include "repool/stats.h"
#include "servers/Asking.h"
#include "servers/Child.h"
#include "servers/PostgresServer.h"

#include <libpq-events.h>
#include <libpq-fe.h>

#include <atomic>
#include <cstdio>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>

// The child of a fork starts threads of its own, which ThreadSanitizer refuses unless told.
extern "C" const char *__tsan_default_options();

extern "C" const char *__tsan_default_options() {
  return "die_after_fork=0";
}

namespace repool {
namespace {

using test::ask;
using test::askOutside;

class PqTest : public testing::Test {
protected:
  void SetUp() override {
    if (!test::PostgresServer::isInstalled())
      GTEST_SKIP() << "no PostgreSQL server to start: initdb not found";
    const test::PostgresServer &server = test::PostgresServer::shared();
    folder_ = server.folder();
    port_ = std::to_string(server.port());
    url_ = server.adminUrl();
    setMax("3");
  }

  void TearDown() override { EXPECT_TRUE(shutdown(30000)); }

  static void setMax(const char *max, const char *deadline = "60000") {
    shutdown();
    setenv("REPOOL_MAX", max, 1);
    setenv("REPOOL_DEADLINE_MS", deadline, 1);
  }

  std::string backendOf(const Source<PGconn> &source) {
    return withDatabase(source, [](PGconn *c) { return ask(c, "SELECT pg_backend_pid()"); });
  }

  std::string backend() { return backendOf(pq(url_)); }

  std::string url_;
  std::string folder_;
  std::string port_;
};

TEST_F(PqTest, SecondBorrowFindsTheSameBackend) {
  const std::string first = backend();
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, EqualParametersSharePoolsHoweverTheyAreWritten) {
  const std::string first = backend();
  const char *const keywords[] = {"host", "port", "user", "dbname", nullptr};
  const char *const values[] = {folder_.c_str(), port_.c_str(), "app", "shop", nullptr};
  EXPECT_EQ(backendOf(pqParams(keywords, values, 0)), first);
  const char *const whole[] = {"dbname", nullptr};
  const char *const text[] = {url_.c_str(), nullptr};
  EXPECT_EQ(backendOf(pqParams(whole, text, 1)), first);
  EXPECT_EQ(backendOf(pqLogin(folder_.c_str(), port_.c_str(), "", "", "shop", "app", nullptr)),
            first);
  EXPECT_EQ(backendOf(pqLogin(nullptr, nullptr, nullptr, nullptr, url_.c_str(), nullptr, nullptr)),
            first);
  EXPECT_EQ(stats().pools, 1U);
}

TEST_F(PqTest, DifferentParametersNeverShare) {
  for (const char *more : {"", " options='-csearch_path=a'", " options='-csearch_path=b'",
                           " application_name=x", " password=one", " password=two"})
    EXPECT_NE(backendOf(pq(url_ + more)), "");
  EXPECT_EQ(stats().pools, 6U);
  setenv("PGAPPNAME", "from the environment", 1);
  backend();
  unsetenv("PGAPPNAME");
  EXPECT_EQ(stats().pools, 7U);
}

struct Trace {
  const char *name;
  const char *leave; ///< what a borrower does
  const char *look;  ///< what the next one asks
};

class PqSession : public PqTest, public testing::WithParamInterface<Trace> {};

TEST_P(PqSession, IsAsFreshForTheNextBorrower) {
  const std::string fresh = askOutside(url_, GetParam().look);
  const std::string first = backend();
  withDatabase(pq(url_), [&](PGconn *c) {
    ask(c, GetParam().leave);
    EXPECT_NE(ask(c, GetParam().look), fresh) << "the test must leave something behind";
  });
  withDatabase(pq(url_), [&](PGconn *c) { EXPECT_EQ(ask(c, GetParam().look), fresh); });
  EXPECT_EQ(backend(), first) << "and it is still the same connection";
}

INSTANTIATE_TEST_SUITE_P(
    Pq, PqSession,
    testing::Values(
        Trace{"Setting", "SET work_mem = '7MB'", "SHOW work_mem"},
        Trace{"SearchPath", "SET search_path = pg_catalog", "SHOW search_path"},
        Trace{"StatementTimeout", "SET statement_timeout = '7s'", "SHOW statement_timeout"},
        Trace{"ApplicationName", "SET application_name = 'x'", "SHOW application_name"},
        Trace{"ClientEncoding", "SET client_encoding = 'LATIN1'", "SHOW client_encoding"},
        Trace{"VariableOfItsOwn", "SET shop.tenant = 'a'",
              "SELECT current_setting('shop.tenant', true)"},
        Trace{"SettingInAnOpenTransaction", "BEGIN; SET LOCAL work_mem = '7MB'", "SHOW work_mem"},
        Trace{"Session", "SET SESSION AUTHORIZATION web", "SELECT session_user"},
        Trace{"LastValue", "CREATE SEQUENCE IF NOT EXISTS s; SELECT nextval('s')",
              "SELECT lastval()"},
        Trace{"Role", "SET ROLE pg_monitor", "SELECT current_user"},
        Trace{"TemporaryTable", "CREATE TEMP TABLE t (i int)", "SELECT to_regclass('t')"},
        Trace{"Prepared", "PREPARE p AS SELECT 1", "SELECT count(*) FROM pg_prepared_statements"},
        Trace{"Listen", "LISTEN channel", "SELECT count(*) FROM pg_listening_channels()"},
        Trace{"AdvisoryLock", "SELECT pg_advisory_lock(7)",
              "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = "
              "pg_backend_pid()"},
        Trace{"HeldCursor", "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
              "SELECT count(*) FROM pg_cursors"},
        Trace{"OpenTransaction", "BEGIN; CREATE TABLE never (i int)",
              "SELECT to_regclass('never')"}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(PqTest, FailedTransactionIsRolledBack) {
  const std::string first = backend();
  withDatabase(pq(url_), [](PGconn *c) {
    ask(c, "BEGIN");
    ask(c, "SELECT 1/0");
    EXPECT_EQ(PQtransactionStatus(c), PQTRANS_INERROR);
  });
  withDatabase(pq(url_), [](PGconn *c) { EXPECT_EQ(PQtransactionStatus(c), PQTRANS_IDLE); });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, AnExceptionRollsBackAndPasses) {
  EXPECT_THROW(withDatabase(pq(url_),
                            [](PGconn *c) {
                              ask(c, "BEGIN; CREATE TABLE half_done (i int)");
                              throw std::runtime_error("site");
                            }),
               std::runtime_error);
  EXPECT_EQ(askOutside(url_, "SELECT to_regclass('half_done')"), "");
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PqTest, StatelessSkipsTheResetButNotTheRollback) {
  withDatabase(pq(url_).stateless(), [](PGconn *c) {
    ask(c, "SET work_mem = '7MB'");
    ask(c, "BEGIN");
  });
  withDatabase(pq(url_), [](PGconn *c) {
    EXPECT_EQ(PQtransactionStatus(c), PQTRANS_IDLE);
    EXPECT_EQ(ask(c, "SHOW work_mem"), "7MB") << "the mark was a lie; nothing was sent";
  });
}

TEST_F(PqTest, UnfinishedWorkDropsTheConnection) {
  const std::string first = backend();
  withDatabase(pq(url_), [](PGconn *c) { PQsendQuery(c, "SELECT 1"); });
  const std::string second = backend();
  EXPECT_NE(second, first);
  withDatabase(pq(url_), [](PGconn *c) { PQclear(PQexec(c, "COPY (SELECT 1) TO STDOUT")); });
  const std::string third = backend();
  EXPECT_NE(third, second);
  withDatabase(pq(url_), [](PGconn *c) { PQenterPipelineMode(c); });
  EXPECT_NE(backend(), third);
}

TEST_F(PqTest, WhatWasSetOnTheHandleIsUndone) {
  static int notices = 0;
  const std::string first = backend();
  withDatabase(pq(url_), [](PGconn *c) {
    PQsetNoticeProcessor(c, [](void *, const char *) { ++notices; }, nullptr);
    PQsetErrorVerbosity(c, PQERRORS_TERSE);
    PQsetnonblocking(c, 1);
    ask(c, "DO $$ BEGIN RAISE NOTICE 'one'; END $$");
    EXPECT_EQ(notices, 1);
  });
  withDatabase(pq(url_), [](PGconn *c) {
    EXPECT_EQ(PQsetErrorVerbosity(c, PQERRORS_DEFAULT), PQERRORS_DEFAULT);
    EXPECT_EQ(PQisnonblocking(c), 0);
    testing::internal::CaptureStderr();
    ask(c, "DO $$ BEGIN RAISE NOTICE 'two'; END $$");
    EXPECT_NE(testing::internal::GetCapturedStderr().find("two"), std::string::npos);
    EXPECT_EQ(notices, 1);
  });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, APreparedNameIsFreeForTheNextBorrower) {
  const std::string first = backend();
  for (int i = 0; i < 3; ++i)
    withDatabase(pq(url_), [](PGconn *c) {
      PGresult *const result = PQprepare(c, "name", "SELECT 1", 0, nullptr);
      EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQresultErrorMessage(result);
      PQclear(result);
    });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, NotificationsOfOneBorrowerDoNotReachTheNext) {
  const std::string first = backend();
  withDatabase(pq(url_), [&](PGconn *c) {
    ask(c, "LISTEN channel");
    askOutside(url_, "NOTIFY channel, 'for the first'");
    ask(c, "NOTIFY channel, 'read with an answer, but by nobody'");
  });
  askOutside(url_, "NOTIFY channel, 'for nobody'");
  withDatabase(pq(url_), [](PGconn *c) {
    EXPECT_EQ(ask(c, "SELECT 1"), "1");
    PQconsumeInput(c);
    EXPECT_EQ(PQnotifies(c), nullptr);
  });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, TheEncodingOfTheHandleIsUndone) {
  const std::string first = backend();
  const int fresh = withDatabase(pq(url_), [](PGconn *c) { return PQclientEncoding(c); });
  withDatabase(pq(url_), [&](PGconn *c) {
    EXPECT_EQ(PQsetClientEncoding(c, "LATIN1"), 0);
    EXPECT_NE(PQclientEncoding(c), fresh);
  });
  withDatabase(pq(url_), [&](PGconn *c) { EXPECT_EQ(PQclientEncoding(c), fresh); });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, ATraceEndsWithItsBorrower) {
  const std::string first = backend();
  FILE *const file = std::tmpfile();
  withDatabase(pq(url_), [&](PGconn *c) {
    PQtrace(c, file);
    ask(c, "SELECT 'traced'");
  });
  std::fflush(file);
  const long size = std::ftell(file);
  EXPECT_GT(size, 0);
  EXPECT_EQ(backend(), first);
  std::fflush(file);
  EXPECT_EQ(std::ftell(file), size);
  std::fclose(file);
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, ANoticeReceiverAndTheContextAreUndone) {
  static int received = 0;
  const std::string first = backend();
  withDatabase(pq(url_), [](PGconn *c) {
    PQsetNoticeReceiver(c, [](void *, const PGresult *) { ++received; }, nullptr);
    PQsetErrorContextVisibility(c, PQSHOW_CONTEXT_ALWAYS);
    ask(c, "DO $$ BEGIN RAISE NOTICE 'one'; END $$");
    EXPECT_EQ(received, 1);
    ask(c, "BEGIN"); // whose rollback must not be told to it either
  });
  withDatabase(pq(url_), [](PGconn *c) {
    EXPECT_EQ(PQsetErrorContextVisibility(c, PQSHOW_CONTEXT_ERRORS), PQSHOW_CONTEXT_ERRORS);
    testing::internal::CaptureStderr();
    ask(c, "DO $$ BEGIN RAISE NOTICE 'two'; END $$");
    EXPECT_NE(testing::internal::GetCapturedStderr().find("two"), std::string::npos);
  });
  EXPECT_EQ(received, 1);
  EXPECT_EQ(backend(), first);
}

TEST_F(PqTest, AnEventProcedureDropsTheHandle) {
  static int called = 0;
  const PGEventProc procedure = [](PGEventId, void *, void *) { return ++called; };
  withDatabase(pq(url_), [&](PGconn *c) {
    EXPECT_EQ(PQregisterEventProc(c, procedure, "mine", nullptr), 1);
  });
  called = 0;
  withDatabase(pq(url_), [&](PGconn *c) {
    ask(c, "SELECT 1");
    EXPECT_EQ(called, 0);
    EXPECT_EQ(PQregisterEventProc(c, procedure, "mine", nullptr), 1) << "not registered already";
  });
}

TEST_F(PqTest, EveryKindOfUnfinishedWorkIsInvisible) {
  void (*const leave[])(PGconn *) = {
      [](PGconn *c) {
        PQsendQuery(c, "SELECT generate_series(1, 100000)");
        PQsetSingleRowMode(c);
        PQclear(PQgetResult(c));
      },
      [](PGconn *c) {
        ask(c, "CREATE TABLE IF NOT EXISTS copied (i int)");
        PQclear(PQexec(c, "COPY copied FROM STDIN"));
        PQputCopyData(c, "1\n", 2);
      },
      [](PGconn *c) { PQclear(PQexec(c, "COPY (SELECT generate_series(1, 9999)) TO STDOUT")); },
      [](PGconn *c) {
        PQenterPipelineMode(c);
        PQsendQueryParams(c, "SELECT 1", 0, nullptr, nullptr, nullptr, nullptr, 0);
        PQpipelineSync(c);
      },
      [](PGconn *c) { PQsendQuery(c, "SELECT pg_sleep(30)"); },
      [](PGconn *c) {
        PQsetnonblocking(c, 1);
        PQsendQuery(c, "SELECT 1");
      },
  };
  for (const auto &left : leave) {
    withDatabase(pq(url_), left);
    withDatabase(pq(url_), [](PGconn *c) {
      EXPECT_EQ(PQtransactionStatus(c), PQTRANS_IDLE);
      EXPECT_EQ(PQpipelineStatus(c), PQ_PIPELINE_OFF);
      EXPECT_EQ(PQisnonblocking(c), 0);
      EXPECT_EQ(ask(c, "SELECT 'mine'"), "mine");
    });
  }
  EXPECT_EQ(askOutside(url_, "SELECT count(*) FROM copied"), "0");
}

TEST_F(PqTest, ABackendThatDiedWhileIdleIsReplacedUnseen) {
  const std::string first = backend();
  askOutside(url_, "SELECT pg_terminate_backend(" + first + ", 30000)");
  testing::internal::CaptureStderr();
  withDatabase(pq(url_), [&](PGconn *c) {
    EXPECT_EQ(PQstatus(c), CONNECTION_OK);
    EXPECT_NE(ask(c, "SELECT pg_backend_pid()"), first);
  });
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(PqTest, AHandleResetByItsBorrowerIsDropped) {
  withDatabase(pq(url_), [](PGconn *c) { PQreset(c); });
  EXPECT_EQ(stats().idle, 0U);
}

TEST_F(PqTest, RenewGivesAnotherBackend) {
  auto lease = withDatabase(pq(url_));
  const std::string first = ask(lease.get(), "SELECT pg_backend_pid()");
  lease.renew();
  EXPECT_EQ(PQstatus(lease.get()), CONNECTION_OK);
  EXPECT_NE(ask(lease.get(), "SELECT pg_backend_pid()"), first);
  EXPECT_EQ(stats().inUse, 1U);
}

TEST_F(PqTest, ExhaustionIsABadHandleThatSaysWhy) {
  setMax("2", "500");
  auto held = withDatabase(pq(url_));
  std::thread([&] {
    for (int i = 0; i < 3; ++i) {
      PGconn *const conn = repool_pq_open(url_.c_str()); // never given back: costs memory only
      EXPECT_EQ(PQstatus(conn), CONNECTION_BAD);
      const std::string message = PQerrorMessage(conn);
      EXPECT_EQ(message.rfind("repool: no connection to app@" + folder_ + ":" + port_ +
                                  "/shop within 500 ms: 1 of 2 in use (1 kept for nested "
                                  "borrows), 0 waiting; held by ",
                              0),
                0U)
          << message;
      EXPECT_EQ(message.find('\n'), message.size() - 1) << "one line, as libpq ends it";
      PQfinish(conn);
    }
  }).join();
  held.release();
  EXPECT_NE(backend(), "");
}

TEST_F(PqTest, NestedAtMaxOneFailsAtOnce) {
  setMax("1", "3600000");
  auto outer = withDatabase(pq(url_));
  auto inner = withDatabase(pq(url_));
  EXPECT_EQ(PQstatus(outer.get()), CONNECTION_OK);
  EXPECT_EQ(PQstatus(inner.get()), CONNECTION_BAD);
  EXPECT_EQ(inner.code(), CONNECTION_BAD);
}

TEST_F(PqTest, AFailedConnectKeepsLibpqsWordsAndNoPlace) {
  for (const std::string &bad : {url_ + " dbname=none", url_ + " sslmode=nonsense",
                                 url_ + " nonsense=1", std::string("host=/nowhere")}) {
    PGconn *const plain = PQconnectdb(bad.c_str());
    std::vector<Lease<PGconn>> leases;
    for (int i = 0; i < 4; ++i) {
      leases.push_back(withDatabase(pq(bad)));
      EXPECT_EQ(PQstatus(leases.back().get()), CONNECTION_BAD);
      EXPECT_EQ(std::string(PQerrorMessage(leases.back().get())), PQerrorMessage(plain));
    }
    PQfinish(plain);
  }
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PqTest, FiftyThreadsShareThreeConnections) {
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  const std::uint64_t before = stats().opened;
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i)
        withDatabase(pq(url_), [&](PGconn *c) { failures += ask(c, "SELECT 1") == "1" ? 0 : 1; });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_LE(stats().opened - before, 3U);
}

TEST_F(PqTest, CFunctionsBorrowAndGiveBack) {
  PGconn *conn = repool_pq_open(url_.c_str());
  const std::string first = ask(conn, "SELECT pg_backend_pid()");
  EXPECT_EQ(stats().inUse, 1U);
  repool_pq_close(conn);
  EXPECT_EQ(stats().inUse, 0U);
  conn = repool_pq_open_login(nullptr, nullptr, nullptr, nullptr, url_.c_str(), nullptr, nullptr);
  EXPECT_EQ(ask(conn, "SELECT pg_backend_pid()"), first);
  repool_pq_close(conn);
}

TEST_F(PqTest, AHandleFromElsewhereIsClosedAsBefore) {
  PGconn *const own = PQconnectdb(url_.c_str());
  const std::string pid = ask(own, "SELECT pg_backend_pid()");
  const int socket = PQsocket(own);
  repool_pq_close(own);
  char byte;
  EXPECT_EQ(recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT), -1) << "the socket is closed";
  EXPECT_EQ(errno, EBADF);
  repool_pq_close(nullptr);
}

TEST_F(PqTest, DirectModeConnectsEachTime) {
  setenv("REPOOL_MODE", "direct", 1);
  const std::string first = backend();
  EXPECT_NE(backend(), first);
  EXPECT_EQ(stats().pools, 0U);
  unsetenv("REPOOL_MODE");
}

TEST_F(PqTest, AChildAfterForkStartsEmptyAndLeavesTheParentAlone) {
  const std::string first = backend();
  auto lease = withDatabase(pq(url_)); // the same one, now lent
  PGconn *const fromC = repool_pq_open(url_.c_str());
  const std::string second = ask(fromC, "SELECT pg_backend_pid()");
  EXPECT_TRUE(test::holdsInChild([&] {
    const bool isEmpty = stats().idle == 0 && stats().inUse == 0 && stats().opened == 0;
    const std::string own = backend();
    lease.release();
    repool_pq_close(fromC);
    return isEmpty && !own.empty() && own != first && own != second && backend() == own &&
           shutdown();
  }));
  EXPECT_EQ(ask(lease.get(), "SELECT pg_backend_pid()"), first);
  EXPECT_EQ(ask(fromC, "SELECT pg_backend_pid()"), second);
  repool_pq_close(fromC);
}

} // namespace
} // namespace repool
