#include <sqlite3.h>
#include <repool/sqlite.h>

#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

void prepare(const std::string &path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()));
  db = dbLease.get();
  sqlite3_exec(db, "PRAGMA journal_mode = WAL; CREATE TABLE hit (worker INT, n INT)", nullptr, nullptr, nullptr);
}

bool hit(const std::string &path, int worker, int n) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    return false;
  }
  sqlite3_busy_timeout(db, 20000);
  std::string sql = "INSERT INTO hit VALUES (" + std::to_string(worker) + ", " + std::to_string(n) + ")";
  bool done = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  return done;
}

// In one order, whatever the order of the threads was.
void settle(const std::string &path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()).stateless());
  db = dbLease.get();
  sqlite3_exec(db, "CREATE TABLE sorted AS SELECT * FROM hit ORDER BY worker, n; DROP TABLE hit", nullptr, nullptr,
               nullptr);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::string path = argv[1];
  prepare(path);
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 6; ++worker)
    threads.emplace_back([&, worker] {
      for (int n = 0; n < 10; ++n)
        done += hit(path, worker, n);
    });
  for (std::thread &thread : threads)
    thread.join();
  settle(path);
  std::cout << done << '\n';
  return 0;
}
