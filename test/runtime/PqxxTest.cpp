// libpqxx against a real server.

#include "repool/pqxx.h"

#include "repool/stats.h"
#include "servers/Asking.h"
#include "servers/Child.h"
#include "servers/PostgresServer.h"

#include <pqxx/pqxx>

#include <cstdio>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <thread>

// libpqxx 6.4 leaks a result when it loses its connection in exec; so does a program without pools.
extern "C" const char *__lsan_default_suppressions();

extern "C" const char *__lsan_default_suppressions() {
  return "leak:libpqxx-6";
}

// The child of a fork starts threads of its own, which ThreadSanitizer refuses unless told.
extern "C" const char *__tsan_default_options();

extern "C" const char *__tsan_default_options() {
  return "die_after_fork=0";
}

namespace repool {
namespace {

class PqxxTest : public testing::Test {
protected:
  void SetUp() override {
    if (!test::PostgresServer::isInstalled())
      GTEST_SKIP() << "no PostgreSQL server to start: initdb not found";
    url_ = test::PostgresServer::shared().adminUrl();
    setMax("3");
  }

  void TearDown() override { EXPECT_TRUE(shutdown(30000)); }

  static void setMax(const char *max, const char *deadline = "60000") {
    shutdown();
    setenv("REPOOL_MAX", max, 1);
    setenv("REPOOL_DEADLINE_MS", deadline, 1);
  }

  static std::string ask(::pqxx::connection &conn, const std::string &sql) {
    ::pqxx::nontransaction tx(conn);
    return tx.exec(sql)[0][0].as<std::string>("");
  }

  int backend() {
    return withDatabase(pqxx(url_), [](::pqxx::connection &c) { return c.backendpid(); });
  }

  std::string url_;
};

TEST_F(PqxxTest, SecondBorrowFindsTheSameBackend) {
  const int first = backend();
  EXPECT_EQ(backend(), first);
  auto lease = withDatabase(pqxx(url_.c_str()));
  EXPECT_EQ(lease->backendpid(), first);
  EXPECT_EQ((*lease).backendpid(), first);
}

TEST_F(PqxxTest, ACommittedTransactionStaysAnOpenOneDoesNot) {
  const int first = backend();
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    ::pqxx::work tx(c);
    tx.exec("CREATE TABLE kept (i int)");
    tx.commit();
  });
  EXPECT_THROW(withDatabase(pqxx(url_),
                            [](::pqxx::connection &c) {
                              ::pqxx::work tx(c);
                              tx.exec("INSERT INTO kept VALUES (1)");
                              throw std::runtime_error("site");
                            }),
               std::runtime_error);
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    EXPECT_EQ(ask(c, "SELECT count(*) FROM kept"), "0");
    ::pqxx::nontransaction tx(c);
    tx.exec("BEGIN; INSERT INTO kept VALUES (1)"); // behind libpqxx's back
  });
  withDatabase(pqxx(url_),
               [](::pqxx::connection &c) { EXPECT_EQ(ask(c, "SELECT count(*) FROM kept"), "0"); });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqxxTest, ASettingIsGone) {
  const int first = backend();
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    ask(c, "SELECT set_config('work_mem', '7MB', false)");
  });
  withDatabase(pqxx(url_),
               [](::pqxx::connection &c) { EXPECT_NE(ask(c, "SHOW work_mem"), "7MB"); });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqxxTest, ThePreparedNameOfOneBorrowerWorksForTheNext) {
  for (int i = 0; i < 3; ++i)
    withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
      c.prepare("add", "SELECT $1::int + 1");
      ::pqxx::work tx(c);
      EXPECT_EQ(tx.exec_prepared("add", i)[0][0].as<int>(), i + 1);
      tx.commit();
    });
}

TEST_F(PqxxTest, AVariableThatTheObjectRemembersIsGone) {
  withDatabase(pqxx(url_), [](::pqxx::connection &c) { c.set_variable("work_mem", "'7MB'"); });
  withDatabase(pqxx(url_),
               [](::pqxx::connection &c) { EXPECT_NE(ask(c, "SHOW work_mem"), "7MB"); });
}

struct Trace {
  const char *name;
  const char *leave; ///< what a borrower does
  const char *look;  ///< what the next one asks
};

class PqxxSession : public PqxxTest, public testing::WithParamInterface<Trace> {};

TEST_P(PqxxSession, IsAsFreshForTheNextBorrower) {
  const std::string fresh = test::askOutside(url_, GetParam().look);
  const int first = backend();
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    ::pqxx::nontransaction tx(c);
    tx.exec(GetParam().leave);
    EXPECT_NE(tx.exec(GetParam().look)[0][0].as<std::string>(""), fresh)
        << "the test must leave something behind";
  });
  withDatabase(pqxx(url_),
               [&](::pqxx::connection &c) { EXPECT_EQ(ask(c, GetParam().look), fresh); });
  EXPECT_EQ(backend(), first) << "and it is still the same connection";
}

INSTANTIATE_TEST_SUITE_P(
    Pqxx, PqxxSession,
    testing::Values(
        Trace{"Setting", "SET work_mem = '7MB'", "SHOW work_mem"},
        Trace{"SearchPath", "SET search_path = pg_catalog", "SHOW search_path"},
        Trace{"Role", "SET ROLE pg_monitor", "SELECT current_user"},
        Trace{"ClientEncoding", "SET client_encoding = 'LATIN1'", "SHOW client_encoding"},
        Trace{"ApplicationName", "SET application_name = 'x'", "SHOW application_name"},
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

TEST_F(PqxxTest, AFailedTransactionIsRolledBack) {
  const int first = backend();
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    ::pqxx::nontransaction tx(c);
    tx.exec("BEGIN");
    EXPECT_THROW(tx.exec("SELECT 1/0"), ::pqxx::sql_error);
  });
  withDatabase(pqxx(url_), [](::pqxx::connection &c) { EXPECT_EQ(ask(c, "SELECT 1"), "1"); });
  EXPECT_EQ(backend(), first);
}

TEST_F(PqxxTest, AnErrorHandlerHearsNothingOfTheNextBorrower) {
  struct Handler : ::pqxx::errorhandler {
    explicit Handler(::pqxx::connection &c) : errorhandler(c) {}

    bool operator()(const char *) noexcept override {
      ++heard;
      return false;
    }

    int heard = 0;
  };

  // One that outlives its borrow, as it would have outlived nothing before.
  std::unique_ptr<Handler> handler;
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    handler = std::make_unique<Handler>(c);
    ::pqxx::nontransaction(c).exec("DO $$ BEGIN RAISE NOTICE 'one'; END $$");
    EXPECT_EQ(handler->heard, 1);
  });
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    ::pqxx::nontransaction(c).exec("DO $$ BEGIN RAISE NOTICE 'two'; END $$");
  });
  EXPECT_EQ(handler->heard, 1);
}

TEST_F(PqxxTest, ACopyThatAnExceptionCutsShortIsInvisible) {
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    ::pqxx::nontransaction(c).exec("CREATE TABLE IF NOT EXISTS copied (i int)");
  });
  EXPECT_THROW(withDatabase(pqxx(url_),
                            [](::pqxx::connection &c) {
                              ::pqxx::work tx(c);
                              tx.exec("COPY copied FROM STDIN");
                              throw std::runtime_error("site");
                            }),
               std::exception);
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
    EXPECT_EQ(ask(c, "SELECT count(*) FROM copied"), "0");
  });
}

#if PQXX_VERSION_MAJOR < 7
TEST_F(PqxxTest, VerbosityAndTraceOfTheObjectAreGone) {
  FILE *const file = std::tmpfile();
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    c.set_verbosity(::pqxx::connection_base::terse);
    c.trace(file);
    ask(c, "SELECT 1");
  });
  std::fflush(file);
  const long size = std::ftell(file);
  EXPECT_GT(size, 0);
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    EXPECT_EQ(c.get_verbosity(), ::pqxx::connection_base::normal);
    ask(c, "SELECT 1");
  });
  std::fflush(file);
  EXPECT_EQ(std::ftell(file), size);
  std::fclose(file);
}
#endif

TEST_F(PqxxTest, AClosedConnectionIsNotLentAgain) {
  withDatabase(pqxx(url_), [](::pqxx::connection &c) {
#if PQXX_VERSION_MAJOR >= 7
    c.close();
#else
    c.disconnect();
#endif
  });
  EXPECT_EQ(stats().idle, 0U);
  withDatabase(pqxx(url_), [](::pqxx::connection &c) { EXPECT_TRUE(c.is_open()); });
}

TEST_F(PqxxTest, ABackendThatDiedWhileIdleIsReplacedUnseen) {
  const int first = backend();
  test::askOutside(url_, "SELECT pg_terminate_backend(" + std::to_string(first) + ", 30000)");
  withDatabase(pqxx(url_), [&](::pqxx::connection &c) {
    EXPECT_NE(c.backendpid(), first);
    EXPECT_EQ(ask(c, "SELECT 1"), "1");
  });
}

TEST_F(PqxxTest, ABackendThatDiesInTheCallIsDroppedAndTheExceptionPasses) {
  EXPECT_THROW(withDatabase(pqxx(url_),
                            [&](::pqxx::connection &c) {
                              ::pqxx::work tx(c);
                              test::askOutside(url_, "SELECT pg_terminate_backend(" +
                                                         std::to_string(c.backendpid()) +
                                                         ", 30000)");
                              tx.exec("SELECT 1");
                            }),
               ::pqxx::broken_connection);
  EXPECT_EQ(stats().idle, 0U);
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PqxxTest, ExhaustionIsABrokenConnection) {
  setMax("1", "3600000");
  auto outer = withDatabase(pqxx(url_));
  try {
    auto inner = withDatabase(pqxx(url_));
    FAIL() << "a second connection at max = 1";
  } catch (const ::pqxx::broken_connection &error) {
    EXPECT_NE(std::string(error.what()).find("repool: no connection to app@"), std::string::npos)
        << error.what();
  }
}

TEST_F(PqxxTest, AFailedConnectKeepsLibpqxxsExceptionAndNoPlace) {
  for (int i = 0; i < 5; ++i)
    EXPECT_THROW(withDatabase(pqxx(url_ + " dbname=none"), [](::pqxx::connection &) {}),
                 ::pqxx::broken_connection);
  EXPECT_EQ(stats().inUse, 0U);
}

TEST_F(PqxxTest, FiftyThreadsShareThreeConnections) {
  const std::uint64_t before = stats().opened;
  std::vector<std::thread> threads;
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i)
        withDatabase(pqxx(url_), [](::pqxx::connection &c) {
          ::pqxx::work tx(c);
          EXPECT_EQ(tx.exec("SELECT 1")[0][0].as<int>(), 1);
          tx.commit();
        });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_LE(stats().opened - before, 3U);
}

TEST_F(PqxxTest, ALeaseIsUsedLikeAUniquePointer) {
  Lease<::pqxx::connection> lease = nullptr;
  EXPECT_TRUE(lease == nullptr);
  lease = withDatabase(pqxx(url_));
  ASSERT_TRUE(lease != nullptr);
  const int first = lease->backendpid();
  lease.reset();
  EXPECT_FALSE(lease);
  lease.reset(withDatabase(pqxx(url_)));
  EXPECT_EQ(lease->backendpid(), first);
  lease = nullptr;
  EXPECT_EQ(backend(), first);
}

TEST_F(PqxxTest, TheLastCopyOfASharedPointerGivesBack) {
  setMax("1", "300");
  std::shared_ptr<::pqxx::connection> one = share(withDatabase(pqxx(url_)));
  std::shared_ptr<::pqxx::connection> other = one;
  const int held = one->backendpid();
  one.reset();
  EXPECT_THROW(backend(), ::pqxx::broken_connection);
  other.reset();
  EXPECT_EQ(backend(), held);
}

TEST_F(PqxxTest, APlainPointerIsGivenBackAndAForeignOneDeleted) {
  ::pqxx::connection *conn = borrow(pqxx(url_));
  const int first = conn->backendpid();
  giveBack(conn);
  EXPECT_EQ(backend(), first);
  const std::string count =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'foreign'";
  giveBack(new ::pqxx::connection(url_ + " application_name=foreign"));
  giveBack(static_cast<::pqxx::connection *>(nullptr));
  const auto foreign = [&](::pqxx::connection &c) { return ask(c, count); };
  for (int i = 0; i < 100 && withDatabase(pqxx(url_), foreign) != "0"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(withDatabase(pqxx(url_), foreign), "0");
  EXPECT_THROW(giveBack(borrow(pqxx("host=127.0.0.1 port=1"))), ::pqxx::broken_connection);
}

TEST_F(PqxxTest, AChildAfterForkLeavesTheParentAlone) {
  auto lease = withDatabase(pqxx(url_));
  const int first = lease->backendpid();
  EXPECT_TRUE(test::holdsInChild([&] {
    lease.release();
    return backend() != first && shutdown();
  }));
  EXPECT_EQ(ask(*lease, "SELECT pg_backend_pid()"), std::to_string(first));
}

} // namespace
} // namespace repool
