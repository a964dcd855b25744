#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>
#include <vector>

int serve(const char *path, const std::vector<std::string> &requests) {
  int handled = 0;
  for (const std::string &request : requests) {
    if (request == "skip")
      continue;
    sqlite3 *db = nullptr;
    auto dbLease = repool::withDatabase(repool::sqlite(path));
    db = dbLease.get();
    if (dbLease.code() != SQLITE_OK) {
      dbLease.release();
      break;
    }
    char *sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS request (text TEXT); INSERT INTO request VALUES (%Q)",
                                request.c_str());
    int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    sqlite3_free(sql);
    if (rc != SQLITE_OK) {
      dbLease.release();
      continue;
    }
    dbLease.release();
    ++handled;
    if (request == "stop")
      return handled;
  }
  return handled;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << serve(argv[1], {"one", "skip", "two"}) << '\n';
  std::cout << serve(argv[1], {"three", "stop", "never"}) << '\n';
  std::cout << serve("/no/such/folder/test.db", {"one"}) << '\n';
  return 0;
}
