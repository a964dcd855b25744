/// \file
/// A SQLite database with one table in a temporary folder, and how the tests talk to it.

#ifndef REPOOL_TEST_RUNTIME_SQLITEFOLDER_H
#define REPOOL_TEST_RUNTIME_SQLITEFOLDER_H

#include "repool/sqlite.h"
#include "repool/stats.h"

#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

namespace repool {

/// The first column of the first row, or "error: ..." in SQLite's words.
inline std::string ask(sqlite3 *db, const std::string &sql) {
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

} // namespace repool

#endif // REPOOL_TEST_RUNTIME_SQLITEFOLDER_H
