// What one borrower registers with a SQLite connection, and that the next one does not see it. That
// this program can register makes the runtime watch closer; all that SQL leaves is tested here too.

#define REPOOL_TEST_WATCHED
#include "SqliteDirtyTest.cpp"

namespace repool {
namespace {

void seven(sqlite3_context *context, int, sqlite3_value **) {
  sqlite3_result_int(context, 7);
}

int equal(void *, int, const void *, int, const void *) {
  return 0;
}

int allowAll(void *, int, const char *, const char *, const char *, const char *) {
  return SQLITE_OK;
}

int addFunction(sqlite3 *db, const char *name, int arity) {
  return sqlite3_create_function_v2(db, name, arity, SQLITE_UTF8, nullptr, seven, nullptr, nullptr,
                                    nullptr);
}

TEST(SqliteCallersTest, ThisProgramMayRegister) {
  const detail::SqliteCallers callers = detail::SqliteCallers::now();
  EXPECT_TRUE(callers.mayAddFunctions);
  EXPECT_TRUE(callers.mayAddOthers);
}

struct Registration {
  const char *name;
  void (*leave)(sqlite3 *db);
  const char *look;
};

class SqliteRegistered : public SqliteTest, public testing::WithParamInterface<Registration> {};

TEST_P(SqliteRegistered, IsNotSeenByTheNextBorrower) {
  std::string fresh;
  withDatabase(sqlite(path_), [&](sqlite3 *db) {
    fresh = ask(db, GetParam().look);
    GetParam().leave(db);
    EXPECT_NE(ask(db, GetParam().look), fresh) << "the test must leave something behind";
  });
  withDatabase(sqlite(path_), [&](sqlite3 *db) { EXPECT_EQ(ask(db, GetParam().look), fresh); });
}

INSTANTIATE_TEST_SUITE_P(
    Sqlite, SqliteRegistered,
    testing::Values(
        Registration{"Function", [](sqlite3 *db) { addFunction(db, "seven", 0); },
                     "SELECT seven()"},
        Registration{"FunctionOfSqlites", [](sqlite3 *db) { addFunction(db, "upper", 1); },
                     "SELECT upper('a')"},
        Registration{"FunctionWithPragma",
                     [](sqlite3 *db) {
                       ask(db, "PRAGMA foreign_keys = ON");
                       addFunction(db, "upper", 1);
                     },
                     "SELECT upper('a')"},
        Registration{"FunctionOfAnExtension", [](sqlite3 *db) { addFunction(db, "rtreedepth", 1); },
                     "SELECT rtreedepth('')"},
        Registration{"FunctionTakenAway",
                     [](sqlite3 *db) {
                       sqlite3_create_function_v2(db, "lower", 1, SQLITE_UTF8, nullptr, nullptr,
                                                  nullptr, nullptr, nullptr);
                     },
                     "SELECT lower('A')"},
        Registration{
            "Collation",
            [](sqlite3 *db) { sqlite3_create_collation(db, "odd", SQLITE_UTF8, nullptr, equal); },
            "SELECT 'a' = 'b' COLLATE odd"},
        Registration{"CollationOfSqlites",
                     [](sqlite3 *db) {
                       sqlite3_create_collation(db, "NOCASE", SQLITE_UTF8, nullptr, equal);
                     },
                     "SELECT 'a' = 'b' COLLATE NOCASE"},
        Registration{"CollationBeforePragma",
                     [](sqlite3 *db) {
                       sqlite3_create_collation(db, "NOCASE", SQLITE_UTF8, nullptr, equal);
                       ask(db, "PRAGMA foreign_keys = ON; CREATE INDEX i ON item (name)");
                     },
                     "SELECT 'a' = 'b' COLLATE NOCASE"},
        Registration{"CollationAfterPragma",
                     [](sqlite3 *db) {
                       ask(db, "PRAGMA foreign_keys = ON");
                       sqlite3_create_collation(db, "NOCASE", SQLITE_UTF8, nullptr, equal);
                     },
                     "SELECT 'a' = 'b' COLLATE NOCASE"},
        Registration{"Authorizer",
                     [](sqlite3 *db) {
                       sqlite3_set_authorizer(
                           db,
                           [](void *, int action, const char *, const char *, const char *,
                              const char *) {
                             return action == SQLITE_FUNCTION ? SQLITE_DENY : SQLITE_OK;
                           },
                           nullptr);
                     },
                     "SELECT abs(1)"}),
    [](const auto &info) { return std::string(info.param.name); });

TEST_F(SqliteTest, WhatIsDoneUnderAnotherAuthorizerOrNoneIsNotMissed) {
  for (const bool isNone : {false, true})
    for (const bool isTakenOff : {false, true}) {
      withDatabase(sqlite(path_), [&](sqlite3 *db) {
        sqlite3_set_authorizer(db, isNone ? nullptr : allowAll, nullptr);
        ask(db, "PRAGMA query_only = 1; CREATE TEMP TABLE t (i)");
        if (isTakenOff)
          sqlite3_set_authorizer(db, nullptr, nullptr);
      });
      withDatabase(sqlite(path_), [](sqlite3 *db) {
        EXPECT_EQ(ask(db, "PRAGMA query_only"), "0");
        EXPECT_EQ(ask(db, "SELECT count(*) FROM pragma_database_list"), "1");
      });
    }
}

// Its context may be gone by then.
TEST_F(SqliteTest, AnAuthorizerIsNotCalledAfterTheLoan) {
  static int calls = 0;
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    sqlite3_set_authorizer(
        db,
        [](void *, int, const char *, const char *, const char *, const char *) {
          ++calls;
          return SQLITE_OK;
        },
        nullptr);
    ask(db, "BEGIN; INSERT INTO item VALUES (1, 'x'); PRAGMA foreign_keys = ON");
    EXPECT_GT(calls, 0);
    calls = 0;
  });
  EXPECT_EQ(calls, 0);
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { EXPECT_EQ(ask(db, "SELECT count(*) FROM item"), "0"); });
}

// As some do before sqlite3_close; the runtime's own statement is among them.
TEST_F(SqliteTest, FinalizingAllStatementsDoesNoHarm) {
  for (int i = 0; i < 3; ++i)
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      while (sqlite3_stmt *open = sqlite3_next_stmt(db, nullptr))
        sqlite3_finalize(open);
      sqlite3_stmt *reused = nullptr;
      sqlite3_prepare_v2(db, "SELECT 2", -1, &reused, nullptr);
      ask(db, "PRAGMA foreign_keys = ON");
      sqlite3_finalize(reused);
    });
}

TEST_F(SqliteTest, AModuleClosesTheHandle) {
  static const sqlite3_module none = {};
  withDatabase(sqlite(path_),
               [](sqlite3 *db) { sqlite3_create_module_v2(db, "odd", &none, nullptr, nullptr); });
  withDatabase(sqlite(path_), [](sqlite3 *db) {
    EXPECT_EQ(ask(db, "CREATE VIRTUAL TABLE v USING odd"), "error: no such module: odd");
  });
}

} // namespace
} // namespace repool
