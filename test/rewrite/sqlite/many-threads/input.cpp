#include <sqlite3.h>

#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

void prepare(const std::string &path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_exec(db, "PRAGMA journal_mode = WAL; CREATE TABLE hit (worker INT, n INT)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

bool hit(const std::string &path, int worker, int n) {
  sqlite3 *db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) {
    sqlite3_close(db);
    return false;
  }
  sqlite3_busy_timeout(db, 20000);
  std::string sql = "INSERT INTO hit VALUES (" + std::to_string(worker) + ", " + std::to_string(n) + ")";
  bool done = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(db);
  return done;
}

// In one order, whatever the order of the threads was.
void settle(const std::string &path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path.c_str(), &db);
  sqlite3_exec(db, "CREATE TABLE sorted AS SELECT * FROM hit ORDER BY worker, n; DROP TABLE hit", nullptr, nullptr,
               nullptr);
  sqlite3_close(db);
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
