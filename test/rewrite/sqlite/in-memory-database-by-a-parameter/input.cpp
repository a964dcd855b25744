#include <sqlite3.h>

#include <iostream>
#include <string>

int create(const std::string &path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path.c_str(), &db);
  int rc = sqlite3_exec(db, "CREATE TABLE t (n INT)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return rc;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << create(":memory:") << create(":memory:") << create("") << create("") << create(argv[1])
            << create(argv[1]) << '\n';
  return 0;
}
