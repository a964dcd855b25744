#include <sqlite3.h>

#include <iostream>
#include <string>
#include <vector>

int serve(const char *path, const std::vector<std::string> &requests) {
  int handled = 0;
  for (const std::string &request : requests) {
    if (request == "skip")
      continue;
    sqlite3 *db = nullptr;
    if (sqlite3_open(path, &db) != SQLITE_OK) {
      sqlite3_close(db);
      break;
    }
    char *sql = sqlite3_mprintf("CREATE TABLE IF NOT EXISTS request (text TEXT); INSERT INTO request VALUES (%Q)",
                                request.c_str());
    int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    sqlite3_free(sql);
    if (rc != SQLITE_OK) {
      sqlite3_close(db);
      continue;
    }
    sqlite3_close(db);
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
