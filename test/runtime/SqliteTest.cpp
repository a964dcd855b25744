// SQLite, embedded: files in a temporary folder.

#include "repool/sqlite.h"

#include "repool/stats.h"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool {
namespace {

std::string ask(sqlite3 *db, const std::string &sql) {
  std::string answer;
  char *message = nullptr;
  const auto keepFirst = [](void *into, int, char **values, char **) {
    std::string &text = *static_cast<std::string *>(into);
    if (text.empty() && values[0])
      text = values[0];
    return 0;
  };
  if (sqlite3_exec(db, sql.c_str(), keepFirst, &answer, &message) != SQLITE_OK)
    answer = std::string("error: ") + (message ? message : "");
  sqlite3_free(message);
  return answer;
}

class SqliteTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "repool-sqlite-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = folder_ + "/shop.db";
    setMax("3");
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      ask(db, "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)");
    });
  }

  void TearDown() override {
    EXPECT_TRUE(shutdown(30000));
    std::filesystem::remove_all(folder_);
  }

  static void setMax(const char *max, const char *deadline = "60000") {
    shutdown();
    setenv("REPOOL_MAX", max, 1);
    setenv("REPOOL_DEADLINE_MS", deadline, 1);
  }

  sqlite3 *handle() {
    return withDatabase(sqlite(path_), [](sqlite3 *db) { return db; });
  }

  std::string folder_;
  std::string path_;
};

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

struct Trace {
  const char *name;
  const char *leave;
  const char *look;
  bool isKept; ///< undone, so that the handle can be lent again; else closed
};

class SqliteLeft : public SqliteTest, public testing::WithParamInterface<Trace> {};

TEST_P(SqliteLeft, IsNotSeenByTheNextBorrower) {
  const std::uint64_t opened = stats().opened;
  std::string fresh;
  withDatabase(sqlite(path_), [&](sqlite3 *db) {
    fresh = ask(db, GetParam().look);
    ask(db, GetParam().leave);
    EXPECT_NE(ask(db, GetParam().look), fresh) << "the test must leave something behind";
  });
  withDatabase(sqlite(path_), [&](sqlite3 *db) { EXPECT_EQ(ask(db, GetParam().look), fresh); });
  EXPECT_EQ(stats().opened == opened, GetParam().isKept);
}

INSTANTIATE_TEST_SUITE_P(
    Sqlite, SqliteLeft,
    testing::Values(
        Trace{"OpenTransaction", "BEGIN; INSERT INTO item VALUES (1, 'x')",
              "SELECT count(*) FROM item", true},
        Trace{"LastRowid", "INSERT INTO item VALUES (9, 'x'); DELETE FROM item",
              "SELECT last_insert_rowid()", true},
        Trace{"ForeignKeys", "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", true},
        Trace{"BusyTimeout", "PRAGMA busy_timeout = 77", "PRAGMA busy_timeout", true},
        Trace{"Synchronous", "PRAGMA synchronous = OFF", "PRAGMA synchronous", true},
        Trace{"CacheSize", "PRAGMA cache_size = 17", "PRAGMA cache_size", true},
        Trace{"QueryOnly", "PRAGMA query_only = 1", "PRAGMA query_only", true},
        Trace{"RecursiveTriggers", "PRAGMA recursive_triggers = 1", "PRAGMA recursive_triggers",
              true},
        Trace{"TempStore", "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", true},
        Trace{"CaseSensitiveLike", "PRAGMA case_sensitive_like = 1", "SELECT 'a' LIKE 'A'", false},
        Trace{"JournalMode", "PRAGMA journal_mode = MEMORY", "PRAGMA journal_mode", false},
        Trace{"Attached", "ATTACH ':memory:' AS other",
              "SELECT group_concat(name) FROM pragma_database_list", false},
        Trace{"TemporaryTable", "CREATE TEMP TABLE t (i)",
              "SELECT group_concat(name) FROM sqlite_temp_master", false},
        Trace{"TemporaryTrigger", "CREATE TEMP TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
              "SELECT group_concat(name) FROM sqlite_temp_master", false}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(SqliteTest, WalStaysOnAndTheHandleIsKept) {
  withDatabase(sqlite(path_), [](sqlite3 *db) { ask(db, "PRAGMA journal_mode = WAL"); });
  const std::uint64_t opened = stats().opened;
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { EXPECT_EQ(ask(db, "PRAGMA journal_mode"), "wal"); });
  EXPECT_EQ(stats().opened, opened);
}

TEST_F(SqliteTest, HooksAreGone) {
  static int calls = 0;
  const std::uint64_t opened = stats().opened;
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    sqlite3_update_hook(
        db, [](void *, int, const char *, const char *, sqlite3_int64) { ++calls; }, nullptr);
    sqlite3_commit_hook(db, [](void *) { return ++calls; }, nullptr);
    sqlite3_rollback_hook(db, [](void *) { ++calls; }, nullptr);
    sqlite3_progress_handler(
        db, 1,
        [](void *) {
          ++calls;
          return 0;
        },
        nullptr);
    sqlite3_trace_v2(
        db, SQLITE_TRACE_STMT, [](unsigned, void *, void *, void *) { return ++calls; }, nullptr);
    sqlite3_set_authorizer(
        db,
        [](void *, int, const char *, const char *, const char *, const char *) {
          ++calls;
          return SQLITE_OK;
        },
        nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 1000);
  });
  const int before = calls;
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, 'x')"), "");
    EXPECT_GT(sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1), 1000);
  });
  EXPECT_EQ(calls, before);
  EXPECT_EQ(stats().opened, opened);
}

TEST_F(SqliteTest, AFunctionOrACollationClosesTheHandle) {
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    sqlite3_create_function(
        db, "seven", 0, SQLITE_UTF8, nullptr,
        [](sqlite3_context *c, int, sqlite3_value **) { sqlite3_result_int(c, 7); }, nullptr,
        nullptr);
    EXPECT_EQ(ask(db, "SELECT seven()"), "7");
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "SELECT seven()"), "error: no such function: seven");
    sqlite3_create_collation(db, "odd", SQLITE_UTF8, nullptr,
                             [](void *, int, const void *, int, const void *) { return 0; });
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "SELECT 1 ORDER BY 'a' COLLATE odd"),
              "error: no such collation sequence: odd");
  });
}

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

TEST_F(SqliteTest, AReplacedFileIsOpenedAnew) {
  std::filesystem::rename(path_, path_ + ".old");
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { EXPECT_EQ(ask(db, "SELECT count(*) FROM sqlite_master"), "0"); });
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
