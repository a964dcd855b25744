// Borrowing SQLite connections: who gets which handle, and how failures look.

#include "SqliteFolder.h"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool {
namespace {

TEST_F(SqliteTest, SecondBorrowFindsTheSameHandle) {
  sqlite3 *const first = handle();
  EXPECT_EQ(handle(), first);
  auto lease = withDatabase(sqlite(path_));
  EXPECT_EQ(lease.get(), first);
  EXPECT_EQ(lease.code(), SQLITE_OK);
}

TEST_F(SqliteTest, FlagsAndPathsSeparatePoolsRelativePathsDoNot) {
  EXPECT_EQ(stats().pools, 1U);
  withDatabase(sqlite(path_, SQLITE_OPEN_READONLY, nullptr), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "DELETE FROM item"), "error: attempt to write a readonly database");
  });
  EXPECT_EQ(stats().pools, 2U);
  withDatabase(sqlite(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr),
               [](sqlite3 *) {});
  EXPECT_EQ(stats().pools, 2U);
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  withDatabase(sqlite("shop.db"), [](sqlite3 *) {});
  std::filesystem::current_path(before);
  EXPECT_EQ(stats().pools, 2U);
}

class SqlitePrivate : public SqliteTest, public testing::WithParamInterface<const char *> {};

TEST_P(SqlitePrivate, IsNeverShared) {
  const std::uint64_t pools = stats().pools;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
  for (int i = 0; i < 2; ++i)
    withDatabase(sqlite(GetParam(), flags, nullptr), [](sqlite3 *db) {
      EXPECT_EQ(ask(db, "SELECT count(*) FROM sqlite_master"), "0");
      ask(db, "CREATE TABLE t (i)");
    });
  EXPECT_EQ(stats().pools, pools);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, SqlitePrivate,
                         testing::Values(":memory:", "", "file::memory:", "file:x?mode=memory"));

TEST_F(SqliteTest, AStatementThatWasNotFinalizedStaysValidAndHoldsNoLock) {
  sqlite3_stmt *statement = nullptr;
  withDatabase(sqlite(path_), [&](sqlite3 *db) {
    ask(db, "BEGIN; INSERT INTO item VALUES (1, 'x')");
    sqlite3_prepare_v2(db, "SELECT id FROM item", -1, &statement, nullptr);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "0");
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (2, 'y')"), "");
  });
  EXPECT_EQ(sqlite3_finalize(statement), SQLITE_OK);
}

TEST_F(SqliteTest, AFailedOpenIsSqlitesOwn) {
  auto lease = withDatabase(sqlite(folder_ + "/none/shop.db"));
  EXPECT_EQ(lease.code(), SQLITE_CANTOPEN);
  EXPECT_STREQ(sqlite3_errmsg(lease.get()), "unable to open database file");
  EXPECT_EQ(stats().inUse, 0U);
  auto vfs = withDatabase(sqlite(path_, SQLITE_OPEN_READWRITE, "none"));
  EXPECT_EQ(vfs.code(), SQLITE_ERROR);
  EXPECT_STREQ(sqlite3_errmsg(vfs.get()), "no such vfs: none");
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseFailsWhereItDidBefore) {
  std::ofstream(path_ + ".txt") << std::string(4096, 'x');
  for (int i = 0; i < 2; ++i) {
    auto lease = withDatabase(sqlite(path_ + ".txt"));
    EXPECT_EQ(lease.code(), SQLITE_OK);
    EXPECT_EQ(ask(lease.get(), "SELECT 1 FROM item"), "error: file is not a database");
  }
}

TEST_F(SqliteTest, ExhaustionIsBusyAndSaysWhy) {
  setMax("1", "3600000");
  auto outer = withDatabase(sqlite(path_));
  auto inner = withDatabase(sqlite(path_));
  EXPECT_EQ(inner.code(), SQLITE_BUSY);
  EXPECT_EQ(sqlite3_errcode(inner.get()), SQLITE_BUSY);
  const std::string message = sqlite3_errmsg(inner.get());
  EXPECT_EQ(message.rfind("repool: no connection to " + path_ +
                              ": this thread holds 1 already and would wait for itself: 1 of 1 in "
                              "use, 0 waiting; held by ",
                          0),
            0U)
      << message;
  EXPECT_EQ(ask(inner.get(), "CREATE TABLE lost (i)"), "error: not authorized")
      << "nothing may be written where nobody will find it";
}

TEST_F(SqliteTest, AnExceptionRollsBackAndPasses) {
  EXPECT_THROW(withDatabase(sqlite(path_),
                            [](sqlite3 *db) {
                              ask(db, "BEGIN; INSERT INTO item VALUES (1, 'x')");
                              throw std::runtime_error("site");
                            }),
               std::runtime_error);
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "0"); });
}

TEST_F(SqliteTest, CFunctionsBorrowAndGiveBack) {
  sqlite3 *db = nullptr;
  ASSERT_EQ(repool_sqlite_open(path_.c_str(), &db), SQLITE_OK);
  sqlite3 *const first = db;
  EXPECT_EQ(stats().inUse, 1U);
  EXPECT_EQ(repool_sqlite_close(db), SQLITE_OK);
  EXPECT_EQ(stats().inUse, 0U);
  ASSERT_EQ(repool_sqlite_open_v2(path_.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                  nullptr),
            SQLITE_OK);
  EXPECT_EQ(db, first);
  EXPECT_EQ(repool_sqlite_close_v2(db), SQLITE_OK);
  EXPECT_EQ(repool_sqlite_open((folder_ + "/none/x").c_str(), &db), SQLITE_CANTOPEN);
  EXPECT_STREQ(sqlite3_errmsg(db), "unable to open database file");
  EXPECT_EQ(repool_sqlite_close(db), SQLITE_OK);
}

TEST_F(SqliteTest, AHandleFromElsewhereIsClosedAsBefore) {
  sqlite3 *db = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, "SELECT 1", -1, &statement, nullptr);
  EXPECT_EQ(repool_sqlite_close(db), SQLITE_BUSY) << "sqlite3_close's own answer";
  EXPECT_EQ(repool_sqlite_close_v2(db), SQLITE_OK);
  sqlite3_finalize(statement);
  EXPECT_EQ(repool_sqlite_close(nullptr), SQLITE_OK);
}

TEST_F(SqliteTest, AStaticLeaseEndsAfterMain) {
  const pid_t child = fork();
  if (child == 0) {
    static Lease<sqlite3> kept = withDatabase(sqlite(path_));
    std::exit(kept.code());
  }
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(SqliteTest, AChildAfterForkOpensItsOwn) {
  sqlite3 *const first = handle();
  auto lease = withDatabase(sqlite(path_));
  const pid_t child = fork();
  if (child == 0) {
    const bool isEmpty = stats().idle == 0 && stats().opened == 0;
    lease.release();
    _exit(isEmpty && handle() != first ? 0 : 1);
  }
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(ask(lease.get(), "SELECT count(*) FROM item"), "0");
}

TEST_F(SqliteTest, FiftyThreadsShareThreeHandles) {
  const std::uint64_t before = stats().opened;
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 50; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i)
        withDatabase(sqlite(path_), [&](sqlite3 *db) {
          failures += ask(db, "SELECT count(*) FROM item") == "0" ? 0 : 1;
        });
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_LE(stats().opened - before, 3U);
}

} // namespace
} // namespace repool
