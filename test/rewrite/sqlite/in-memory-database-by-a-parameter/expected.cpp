#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

int create(const std::string &path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()).stateless());
  db = dbLease.get();
  int rc = sqlite3_exec(db, "CREATE TABLE t (n INT)", nullptr, nullptr, nullptr);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << create(":memory:") << create(":memory:") << create("") << create("") << create(argv[1])
            << create(argv[1]) << '\n';
  return 0;
}
