// SQLite's file under a pool: replaced, deleted, full, read-only, written by many, asleep.

#include "SqliteFolder.h"
#include "drivers/sqlite/SqliteConnector.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace repool {
namespace {

using std::filesystem::current_path;

std::string countIn(const std::string &path) {
  return withDatabase(sqlite(path),
                      [](sqlite3 *db) { return ask(db, "SELECT count(*) FROM item"); });
}

void makeItems(const std::string &path, const char *rows) {
  sqlite3 *db = nullptr;
  sqlite3_open(path.c_str(), &db);
  ask(db, std::string("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT);") + rows);
  sqlite3_close(db);
}

int statusOf(pid_t child) {
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

TEST_F(SqliteTest, AReplacedFileIsOpenedAnew) {
  makeItems(folder_ + "/new.db", "INSERT INTO item VALUES (1, 'x')");
  EXPECT_EQ(countIn(path_), "0");
  std::filesystem::rename(folder_ + "/new.db", path_);
  EXPECT_EQ(countIn(path_), "1");
}

TEST_F(SqliteTest, ADeletedFileIsMadeAnew) {
  EXPECT_EQ(countIn(path_), "0");
  std::filesystem::remove(path_);
  EXPECT_EQ(countIn(path_), "error: no such table: item");
  auto lease = withDatabase(sqlite(path_, SQLITE_OPEN_READWRITE, nullptr));
  EXPECT_EQ(lease.code(), SQLITE_OK);
  lease.release();
  std::filesystem::remove(path_);
  lease = withDatabase(sqlite(path_, SQLITE_OPEN_READWRITE, nullptr));
  EXPECT_EQ(lease.code(), SQLITE_CANTOPEN) << "as sqlite3_open_v2 says without CREATE";
}

TEST_F(SqliteTest, ALinkThatLeadsElsewhereIsFollowed) {
  makeItems(folder_ + "/new.db", "INSERT INTO item VALUES (1, 'x')");
  const std::string link = folder_ + "/link.db";
  std::filesystem::create_symlink(path_, link);
  EXPECT_EQ(countIn(link), "0");
  std::filesystem::remove(link);
  std::filesystem::create_symlink(folder_ + "/new.db", link);
  EXPECT_EQ(countIn(link), "1");
}

TEST_F(SqliteTest, ARelativePathIsOfTheDirectoryOfItsBorrow) {
  const std::string other = folder_ + "/other";
  std::filesystem::create_directory(other);
  makeItems(other + "/shop.db", "INSERT INTO item VALUES (1, 'x')");
  const auto before = current_path();
  const auto source = sqlite("shop.db");
  for (int i = 0; i < 2; ++i)
    for (const auto &[folder, count] : {std::pair(folder_, "0"), std::pair(other, "1")}) {
      current_path(folder);
      EXPECT_EQ(countIn("shop.db"), count);
      withDatabase(source, [&, expected = std::string(count)](sqlite3 *db) {
        EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), expected);
      });
    }
  current_path(before);
}

TEST_F(SqliteTest, OnlyARelativePathHasAStampAndItIsTheDirectorys) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI;
  EXPECT_EQ(detail::SqliteConnector(path_, flags, {}).stamp(), 0U);
  EXPECT_EQ(detail::SqliteConnector("file:" + path_, flags, {}).stamp(), 0U);
  const detail::SqliteConnector relative("shop.db", flags, {});
  const auto before = current_path();
  const std::uint64_t here = relative.stamp();
  EXPECT_EQ(relative.stamp(), here);
  current_path(folder_);
  EXPECT_NE(relative.stamp(), here);
  EXPECT_EQ(relative.target().key, detail::SqliteConnector(path_, flags, {}).target().key);
  current_path(before);
}

TEST_F(SqliteTest, ReadingAndWritingFlagsDoNotTakePlacesFromEachOther) {
  setMax("1", "3600000");
  auto writes = withDatabase(sqlite(path_));
  auto reads = withDatabase(sqlite(path_, SQLITE_OPEN_READONLY, nullptr));
  EXPECT_EQ(writes.code(), SQLITE_OK);
  EXPECT_EQ(reads.code(), SQLITE_OK);
}

// Root may write everything, so a child becomes somebody else.
TEST_F(SqliteTest, AReadOnlyFileFailsWhereItDid) {
  chmod(folder_.c_str(), 0755);
  chmod(path_.c_str(), 0444);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0)
      _exit(9);
    int wrong = 0;
    for (int i = 0; i < 2; ++i)
      withDatabase(sqlite(path_), [&](sqlite3 *db) {
        wrong += ask(db, "SELECT count(*) FROM item") == "0" ? 0 : 1;
        wrong += ask(db, "INSERT INTO item VALUES (1, 'x')") ==
                         "error: attempt to write a readonly database"
                     ? 0
                     : 2;
      });
    _exit(wrong + (stats().opened == 1 ? 0 : 8));
  }
  EXPECT_EQ(statusOf(child), 0);
}

TEST_F(SqliteTest, AConnectionThatOnlyReadsKnowsWhatOthersHaveCreatedSince) {
  const auto reading = [&] { return withDatabase(sqlite(path_, SQLITE_OPEN_READONLY, nullptr)); };
  sqlite3 *first = nullptr;
  {
    auto lease = reading();
    first = lease.get();
    EXPECT_EQ(ask(lease.get(), "CREATE TABLE IF NOT EXISTS later (n)"),
              "error: attempt to write a readonly database");
  }
  withDatabase(sqlite(path_), [](sqlite3 *db) { return ask(db, "CREATE TABLE later (n)"); });
  auto lease = reading();
  EXPECT_EQ(lease.get(), first) << "the pooled connection, not a new one";
  EXPECT_EQ(ask(lease.get(), "CREATE TABLE IF NOT EXISTS later (n)"), "");
  EXPECT_EQ(sqlite3_errcode(lease.get()), SQLITE_OK);
}

TEST_F(SqliteTest, AFullDatabaseFailsOneBorrowerNotTheNext) {
  const std::uint64_t opened = stats().opened;
  for (int i = 0; i < 3; ++i) {
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      ask(db, "PRAGMA max_page_count = 3; BEGIN");
      EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, zeroblob(100000))"),
                "error: database or disk is full");
    });
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      EXPECT_STREQ(sqlite3_errmsg(db), "not an error");
      EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, 'x'); DELETE FROM item"), "");
    });
  }
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, zeroblob(100000))"), "");
  });
  EXPECT_EQ(stats().opened, opened + 1) << "once, to learn that max_page_count is set here";
}

// The limit is the process's, so it is a child's.
TEST_F(SqliteTest, AFullDiskFailsOneBorrowerNotTheNext) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 20000;
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string full = withDatabase(sqlite(path_), [](sqlite3 *db) {
      return ask(db, "BEGIN; INSERT INTO item VALUES (1, zeroblob(100000)); COMMIT");
    });
    limit.rlim_cur = before;
    setrlimit(RLIMIT_FSIZE, &limit);
    const bool isEmpty = countIn(path_) == "0";
    const std::string filled = withDatabase(sqlite(path_), [](sqlite3 *db) {
      return ask(db, "INSERT INTO item VALUES (1, zeroblob(100000)); PRAGMA quick_check");
    });
    _exit((full.rfind("error: ", 0) == 0 ? 0 : 1) + (isEmpty ? 0 : 2) + (filled == "ok" ? 0 : 4));
  }
  EXPECT_EQ(statusOf(child), 0);
}

TEST_F(SqliteTest, EightWritersWaitAsLongAsEachHasAsked) {
  setMax("8");
  for (const char *const mode : {"DELETE", "WAL"}) {
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      ask(db, std::string("PRAGMA journal_mode = ") + mode + "; DELETE FROM item");
    });
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 10; ++i)
          withDatabase(sqlite(path_), [&](sqlite3 *db) {
            sqlite3_busy_timeout(db, 120000);
            failures +=
                ask(db, "BEGIN IMMEDIATE; INSERT INTO item VALUES (NULL, 'x'); COMMIT") == "" ? 0
                                                                                              : 1;
          });
      });
    for (std::thread &thread : threads)
      thread.join();
    EXPECT_EQ(failures, 0) << mode;
    EXPECT_EQ(countIn(path_), "80") << mode;
  }
}

TEST_F(SqliteTest, WhoAsksForNoTimeoutIsRefusedAtOnce) {
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    ask(db, "PRAGMA journal_mode = WAL");
    sqlite3_busy_timeout(db, 120000);
  });
  sqlite3 *other = nullptr;
  sqlite3_open(path_.c_str(), &other);
  ask(other, "BEGIN IMMEDIATE");
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "0");
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, 'x')"), "error: database is locked");
  });
  sqlite3_close(other);
}

TEST_F(SqliteTest, AFileThatIsLockedAtFirstIsLentButNotKept) {
  const std::string path = folder_ + "/locked.db";
  makeItems(path, "");
  sqlite3 *other = nullptr;
  sqlite3_open(path.c_str(), &other);
  ask(other, "BEGIN EXCLUSIVE");
  withDatabase(sqlite(path), [](sqlite3 *db) {
    EXPECT_STREQ(sqlite3_errmsg(db), "not an error");
    EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "error: database is locked");
  });
  sqlite3_close(other);
  const std::uint64_t opened = stats().opened;
  EXPECT_EQ(countIn(path), "0");
  EXPECT_EQ(stats().opened, opened + 1);
}

TEST_F(SqliteTest, AnIdleConnectionHoldsNoLock) {
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { ask(db, "BEGIN EXCLUSIVE; INSERT INTO item VALUES (1, 'x')"); });
  sqlite3 *other = nullptr;
  sqlite3_open(path_.c_str(), &other);
  EXPECT_EQ(ask(other, "BEGIN EXCLUSIVE; INSERT INTO item VALUES (2, 'y'); COMMIT"), "");
  sqlite3_close(other);
  EXPECT_EQ(countIn(path_), "1");
}

TEST_F(SqliteTest, OnlyAFileInWalModeIsClosedWhenNobodyUsesIt) {
  const int flags = SQLITE_OPEN_READWRITE;
  const detail::SqliteConnector connector(path_, flags, {});
  ASSERT_TRUE(shutdown(30000));
  detail::Opened opened = connector.connect({});
  ASSERT_TRUE(opened.isGood);
  opened.connection->enroll();
  EXPECT_TRUE(opened.connection->settle());
  ask(static_cast<sqlite3 *>(opened.connection->handle()),
      "PRAGMA journal_mode = WAL; INSERT INTO item VALUES (1, 'x')");
  EXPECT_TRUE(opened.connection->makeFresh(false, {}));
  EXPECT_GT(std::filesystem::file_size(path_ + "-wal"), 0U);
  EXPECT_FALSE(opened.connection->settle());
  opened.connection.reset();
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal")) << "written back by the last to close";
  EXPECT_EQ(countIn(path_), "1");
}

TEST_F(SqliteTest, TheLogIsWrittenBackSoonAfterTheLastBorrowerHasGone) {
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    ask(db, "PRAGMA journal_mode = WAL; INSERT INTO item VALUES (1, 'x')");
  });
  const auto giveUp = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::filesystem::exists(path_ + "-wal") && std::chrono::steady_clock::now() < giveUp)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_EQ(stats().idle, 0U);
}

TEST_F(SqliteTest, AChildsConnectionIsNotTheParents) {
  auto busy = withDatabase(sqlite(path_));
  ask(busy.get(), "BEGIN IMMEDIATE; INSERT INTO item VALUES (1, 'x')");
  const pid_t child = fork();
  if (child == 0) {
    const std::string locked = withDatabase(
        sqlite(path_), [](sqlite3 *db) { return ask(db, "INSERT INTO item VALUES (2, 'y')"); });
    _exit(locked == "error: database is locked" ? 0 : 1);
  }
  EXPECT_EQ(statusOf(child), 0) << "the parent's lock holds";
  EXPECT_EQ(ask(busy.get(), "COMMIT; SELECT count(*) FROM item"), "1");
}

} // namespace
} // namespace repool
