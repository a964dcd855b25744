// What one borrower leaves on a SQLite connection, and that the next one does not see it.
//
// Compiled twice: as it is, in a program where nobody may register functions with SQLite, and
// as part of SqliteWatchedTest.cpp, in one where somebody may.

#include "SqliteFolder.h"
#include "drivers/sqlite/Callers.h"

namespace repool {
namespace {

#ifndef REPOOL_TEST_WATCHED
TEST(SqliteCallersTest, NobodyHereRegistersAnything) {
  const detail::SqliteCallers callers = detail::SqliteCallers::now();
  EXPECT_FALSE(callers.mayAdd());
  EXPECT_FALSE(callers.mayHide);
}
#endif

struct Trace {
  const char *name;
  const char *leave;
  const char *look;
  bool isKept; ///< undone, so that the handle can be lent again; else closed
};

class SqliteLeft : public SqliteTest, public testing::WithParamInterface<Trace> {};

// Twice: the pool learns from the first one which pragmas are worth remembering.
TEST_P(SqliteLeft, IsNotSeenByTheNextBorrower) {
  bool isKept = false;
  for (int i = 0; i < 2; ++i) {
    std::string fresh;
    sqlite3 *lent = nullptr;
    const std::uint64_t opened = stats().opened;
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      lent = db;
      fresh = ask(db, GetParam().look);
      ask(db, GetParam().leave);
      EXPECT_NE(ask(db, GetParam().look), fresh) << "the test must leave something behind";
    });
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      EXPECT_STREQ(sqlite3_errmsg(db), "not an error");
      EXPECT_EQ(ask(db, GetParam().look), fresh);
    });
    isKept = stats().opened == opened;
  }
  EXPECT_EQ(isKept, GetParam().isKept);
}

INSTANTIATE_TEST_SUITE_P(
    Sqlite, SqliteLeft,
    testing::Values(
        Trace{"OpenTransaction", "BEGIN; INSERT INTO item VALUES (1, 'x')",
              "SELECT count(*) FROM item", true},
        Trace{"LastRowid", "INSERT INTO item VALUES (9, 'x'); DELETE FROM item",
              "SELECT last_insert_rowid()", true},
        Trace{"Changes", "INSERT INTO item VALUES (NULL, 'x'), (NULL, 'y')", "SELECT changes()",
              true},
        Trace{"ForeignKeys", "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", true},
        Trace{"ForeignKeysInCapitals", "PRAGMA FOREIGN_KEYS(1)", "PRAGMA foreign_keys", true},
        Trace{"BusyTimeout", "PRAGMA busy_timeout = 77", "PRAGMA busy_timeout", true},
        Trace{"AutoCheckpoint", "PRAGMA wal_autocheckpoint = 7", "PRAGMA wal_autocheckpoint", true},
        Trace{"Synchronous", "PRAGMA synchronous = OFF", "PRAGMA synchronous", true},
        Trace{"SynchronousOfMain", "PRAGMA main.synchronous = OFF", "PRAGMA synchronous", true},
        Trace{"CacheSize", "PRAGMA cache_size = 17", "PRAGMA cache_size", true},
        Trace{"CacheSpill", "PRAGMA cache_spill = 0", "PRAGMA cache_spill", true},
        Trace{"MappedSize", "PRAGMA mmap_size = 65536", "PRAGMA mmap_size", true},
        Trace{"MaxPageCount", "PRAGMA max_page_count = 77", "PRAGMA max_page_count", true},
        Trace{"QueryOnly", "PRAGMA query_only = 1", "PRAGMA query_only", true},
        Trace{"RecursiveTriggers", "PRAGMA recursive_triggers = 1", "PRAGMA recursive_triggers",
              true},
        Trace{"ReverseOrder", "PRAGMA reverse_unordered_selects = 1",
              "PRAGMA reverse_unordered_selects", true},
        Trace{"TempStore", "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", true},
        Trace{"TrustedSchema", "PRAGMA trusted_schema = 0", "PRAGMA trusted_schema", true},
        Trace{"WritableSchema", "PRAGMA writable_schema = 1", "PRAGMA writable_schema", false},
        Trace{"CaseSensitiveLike", "PRAGMA case_sensitive_like = 1", "SELECT 'a' LIKE 'A'", false},
        Trace{"JournalMode", "PRAGMA journal_mode = MEMORY", "PRAGMA journal_mode", false},
        Trace{"LockingMode", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA locking_mode", false},
        Trace{"Attached", "ATTACH ':memory:' AS other",
              "SELECT group_concat(name) FROM pragma_database_list", false},
        Trace{"TemporaryTable", "CREATE TEMP TABLE t (i)",
              "SELECT group_concat(name) FROM sqlite_temp_master", false},
        Trace{"TemporaryTableByName", "CREATE TABLE temp.t (i)",
              "SELECT group_concat(name) FROM sqlite_temp_master", false},
        Trace{"TemporaryView", "CREATE TEMP VIEW v AS SELECT 1",
              "SELECT group_concat(name) FROM sqlite_temp_master", false},
        Trace{"TemporaryTrigger", "CREATE TEMP TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
              "SELECT group_concat(name) FROM sqlite_temp_master", false},
        Trace{"TemporaryDatabase", "PRAGMA temp.cache_size",
              "SELECT group_concat(name) FROM pragma_database_list", false},
        Trace{"TableThatStays",
              "CREATE TABLE IF NOT EXISTS a (i); DROP TABLE a; BEGIN;"
              "CREATE TABLE a (i)",
              "SELECT group_concat(name) FROM sqlite_master", true}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(SqliteTest, OrdinaryWorkKeepsTheHandle) {
  const std::uint64_t opened = stats().opened;
  for (int i = 0; i < 3; ++i)
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      EXPECT_EQ(ask(db, "SELECT changes() || ',' || last_insert_rowid()"), "0,0");
      EXPECT_EQ(ask(db, "BEGIN; INSERT INTO item VALUES (NULL, upper('x')); COMMIT"), "");
      EXPECT_EQ(ask(db, "SELECT name FROM item ORDER BY name COLLATE NOCASE"), "X");
      EXPECT_EQ(ask(db, "SAVEPOINT s; DELETE FROM item; RELEASE s"), "");
      EXPECT_EQ(ask(db, "SELECT count(*) FROM pragma_table_info('item'), json_each('[1]')"), "2");
      EXPECT_EQ(ask(db, "SELECT none FROM item"), "error: no such column: none");
    });
  EXPECT_EQ(stats().opened, opened);
}

TEST_F(SqliteTest, AStatelessBorrowHidesItsResultsAndWhatItSetIsFoundLater) {
  withDatabase(sqlite(path_).stateless(), [](sqlite3 *db) {
    ask(db, "PRAGMA query_only = 1; INSERT INTO item VALUES (1, 'x')");
    ask(db, "SELECT none FROM item");
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_STREQ(sqlite3_errmsg(db), "not an error");
    EXPECT_EQ(sqlite3_errcode(db), SQLITE_OK);
    EXPECT_EQ(sqlite3_changes(db), 0);
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) { EXPECT_EQ(ask(db, "PRAGMA query_only"), "0"); });
}

TEST_F(SqliteTest, SwitchesLimitsAndFileControlsAreSetBack) {
  const std::uint64_t opened = stats().opened;
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 1000);
    sqlite3_extended_result_codes(db, 1);
    int on = 1;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    sqlite3_int64 mapped = 1 << 16;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_MMAP_SIZE, &mapped);
    static char name[] = "other";
    sqlite3_db_config(db, SQLITE_DBCONFIG_MAINDBNAME, name);
  });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_GT(sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1), 1000);
    ask(db, "INSERT INTO item VALUES (1, 'x'); INSERT INTO item VALUES (1, 'x')");
    EXPECT_EQ(sqlite3_errcode(db), SQLITE_CONSTRAINT);
    int isPersistent = -1;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &isPersistent);
    EXPECT_EQ(isPersistent, 0);
    EXPECT_EQ(ask(db, "PRAGMA mmap_size"), "0");
    EXPECT_EQ(ask(db, "SELECT name FROM pragma_database_list"), "main");
  });
  EXPECT_EQ(stats().opened, opened);
  for (const int which : {SQLITE_DBCONFIG_ENABLE_FKEY, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                          SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION}) {
    int fresh = 0;
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      sqlite3_db_config(db, which, -1, &fresh);
      sqlite3_db_config(db, which, !fresh, nullptr);
    });
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      int now = !fresh;
      sqlite3_db_config(db, which, -1, &now);
      EXPECT_EQ(now, fresh) << which;
    });
  }
}

TEST_F(SqliteTest, LoadingExtensionsIsAsItWas) {
  const char *const load = "SELECT load_extension('none')";
  sqlite3 *own = nullptr;
  sqlite3_open(path_.c_str(), &own);
  const std::string fresh = ask(own, load);
  sqlite3_close(own);
  for (const int isOn : {0, 1}) {
    withDatabase(sqlite(path_), [&](sqlite3 *db) { sqlite3_enable_load_extension(db, isOn); });
    withDatabase(sqlite(path_), [&](sqlite3 *db) { EXPECT_EQ(ask(db, load), fresh); });
  }
}

TEST_F(SqliteTest, HooksAreGone) {
  static int calls = 0;
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    sqlite3_update_hook(
        db, [](void *, int, const char *, const char *, sqlite3_int64) { ++calls; }, nullptr);
    sqlite3_commit_hook(db, [](void *) { return ++calls; }, nullptr);
    sqlite3_rollback_hook(db, [](void *) { ++calls; }, nullptr);
    sqlite3_wal_hook(db, [](void *, sqlite3 *, const char *, int) { return ++calls; }, nullptr);
    sqlite3_busy_handler(db, [](void *, int) { return ++calls < 0 ? 1 : 0; }, nullptr);
    sqlite3_collation_needed(db, nullptr, [](void *, sqlite3 *, int, const char *) { ++calls; });
    sqlite3_progress_handler(db, 1, [](void *) { return ++calls < 0 ? 1 : 0; }, nullptr);
    sqlite3_trace_v2(
        db, SQLITE_TRACE_STMT, [](unsigned, void *, void *, void *) { return ++calls; }, nullptr);
    ask(db, "BEGIN; INSERT INTO item VALUES (5, 'x')");
  });
  const int before = calls;
  withDatabase(sqlite(path_), [&](sqlite3 *db) {
    EXPECT_EQ(calls, before) << "none may be called once the loan has ended";
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (1, 'x')"), "");
    EXPECT_EQ(ask(db, "SELECT 'a' = 'b' COLLATE odd"), "error: no such collation sequence: odd");
    sqlite3 *other = nullptr;
    sqlite3_open(path_.c_str(), &other);
    ask(other, "BEGIN EXCLUSIVE");
    EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "error: database is locked");
    sqlite3_close(other);
    EXPECT_EQ(ask(db, "PRAGMA journal_mode = WAL"), "wal");
    EXPECT_EQ(ask(db, "INSERT INTO item VALUES (2, 'x')"), "");
  });
  EXPECT_EQ(calls, before);
}

TEST_F(SqliteTest, WalStaysOnAndTheHandleIsKept) {
  withDatabase(sqlite(path_), [](sqlite3 *db) { ask(db, "PRAGMA journal_mode = WAL"); });
  const std::uint64_t opened = stats().opened;
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { EXPECT_EQ(ask(db, "PRAGMA journal_mode"), "wal"); });
  EXPECT_EQ(stats().opened, opened);
}

TEST_F(SqliteTest, ANewFileStillTakesItsPageSizeAndEncoding) {
  const std::string path = folder_ + "/new.db";
  withDatabase(sqlite(path), [](sqlite3 *db) {
    ask(db, "PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16le'; PRAGMA auto_vacuum = FULL");
    ask(db, "CREATE TABLE t (i)");
  });
  sqlite3 *db = nullptr;
  sqlite3_open(path.c_str(), &db);
  EXPECT_EQ(ask(db, "PRAGMA page_size"), "1024");
  EXPECT_EQ(ask(db, "PRAGMA encoding"), "UTF-16le");
  EXPECT_EQ(ask(db, "PRAGMA auto_vacuum"), "1");
  sqlite3_close(db);
}

} // namespace
} // namespace repool
