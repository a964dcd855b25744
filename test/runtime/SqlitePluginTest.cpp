// A program that registers nothing with SQLite loads a plugin that does, in the middle of a loan.

#include "SqliteFolder.h"
#include "drivers/sqlite/Callers.h"

#include <dlfcn.h>

namespace repool {
namespace {

using Register = int (*)(sqlite3 *);

class SqlitePlugin : public SqliteTest {
protected:
  void load() {
    plugin_ = dlopen(REGISTRAR, RTLD_LAZY | RTLD_LOCAL);
    ASSERT_NE(plugin_, nullptr) << dlerror();
    registerSeven_ = reinterpret_cast<Register>(dlsym(plugin_, "registerSeven"));
    ASSERT_NE(registerSeven_, nullptr);
  }

  void expectNoSeven() {
    withDatabase(sqlite(path_), [](sqlite3 *db) {
      EXPECT_EQ(ask(db, "SELECT seven()"), "error: no such function: seven");
    });
  }

  void *plugin_ = nullptr;
  Register registerSeven_ = nullptr;
};

TEST_F(SqlitePlugin, WhatItRegistersInTheLoanThatLoadedItIsNotSeen) {
  EXPECT_FALSE(detail::SqliteCallers::now().mayAdd());
  for (int i = 0; i < 2; ++i) {
    withDatabase(sqlite(path_), [&](sqlite3 *db) {
      load();
      EXPECT_EQ(registerSeven_(db), SQLITE_OK);
    });
    EXPECT_TRUE(detail::SqliteCallers::now().mayAddFunctions);
    expectNoSeven();
    dlclose(plugin_);
  }
  EXPECT_FALSE(detail::SqliteCallers::now().mayAdd());
}

TEST_F(SqlitePlugin, ThatIsUnloadedInTheSameLoanIsNotMissed) {
  withDatabase(sqlite(path_), [&](sqlite3 *db) {
    load();
    EXPECT_EQ(registerSeven_(db), SQLITE_OK);
    dlclose(plugin_);
  });
  expectNoSeven();
}

} // namespace
} // namespace repool
