// What a SQLite connection per request costs, opened anew or borrowed: one SELECT by key on a small
// file. The file is local and in the page cache, so that what is measured is SQLite and the pool.
//
// The program registers no function with SQLite; one that does pays for a look at what is
// registered: -DREPOOL_BENCH_WATCHED makes it such a one.

#include "repool/runtime.h"
#include "repool/sqlite.h"

#include <sqlite3.h>

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

class File {
public:
  File() {
    std::string name = (std::filesystem::temp_directory_path() / "repool-bench-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = folder_ + "/shop.db";
    sqlite3 *db = nullptr;
    sqlite3_open(path_.c_str(), &db);
    sqlite3_exec(db,
                 "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT);"
                 "INSERT INTO item VALUES (1, 'pen')",
                 nullptr, nullptr, nullptr);
    sqlite3_close(db);
  }

  ~File() {
    repool::shutdown(1000);
    std::filesystem::remove_all(folder_);
  }

  const std::string &path() const { return path_; }

private:
  std::string folder_;
  std::string path_;
};

#ifdef REPOOL_BENCH_WATCHED
void register_(sqlite3 *db) {
  sqlite3_create_function_v2(db, "x", 0, SQLITE_UTF8, nullptr, nullptr, nullptr, nullptr, nullptr);
}

const volatile auto Registers = &register_;
#endif

void run(benchmark::State &state, sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
  if (!statement || sqlite3_step(statement) != SQLITE_ROW)
    state.SkipWithError(sqlite3_errmsg(db));
  sqlite3_finalize(statement);
}

const char *const Query = "SELECT name FROM item WHERE id = 1";

void openAndSelect(benchmark::State &state, const char *before) {
  const File file;
  for (auto _ : state) {
    sqlite3 *db = nullptr;
    if (sqlite3_open(file.path().c_str(), &db) != SQLITE_OK)
      state.SkipWithError(sqlite3_errmsg(db));
    if (before)
      sqlite3_exec(db, before, nullptr, nullptr, nullptr);
    run(state, db, Query);
    sqlite3_close(db);
  }
}

void borrowAndSelect(benchmark::State &state, bool isStateless, const char *before) {
  const File file;
  for (auto _ : state) {
    const auto source = repool::sqlite(file.path());
    repool::withDatabase(isStateless ? source.stateless() : source, [&](sqlite3 *db) {
      if (before)
        sqlite3_exec(db, before, nullptr, nullptr, nullptr);
      run(state, db, Query);
    });
  }
}

void borrow(benchmark::State &state, bool isStateless) {
  const File file;
  for (auto _ : state) {
    const auto source = repool::sqlite(file.path());
    auto lease = repool::withDatabase(isStateless ? source.stateless() : source);
    benchmark::DoNotOptimize(lease.get());
  }
}

void selectOnly(benchmark::State &state) {
  const File file;
  sqlite3 *db = nullptr;
  sqlite3_open(file.path().c_str(), &db);
  for (auto _ : state)
    run(state, db, Query);
  sqlite3_close(db);
}

const char *const Setup = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 1000";

BENCHMARK(selectOnly);
BENCHMARK_CAPTURE(openAndSelect, plain, nullptr);
BENCHMARK_CAPTURE(openAndSelect, pragmas, Setup);
BENCHMARK_CAPTURE(borrowAndSelect, full, false, nullptr);
BENCHMARK_CAPTURE(borrowAndSelect, full_pragmas, false, Setup);
BENCHMARK_CAPTURE(borrowAndSelect, stateless, true, nullptr);
BENCHMARK_CAPTURE(borrow, full, false);
BENCHMARK_CAPTURE(borrow, stateless, true);

} // namespace

BENCHMARK_MAIN();
