#include "store.h"

#include <iostream>

static int request(const std::string &path, const char *sql) {
  Store store(path);
  if (!store.run(sql))
    return -1;
  return store.changes();
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << request(argv[1], "INSERT INTO hit VALUES (1)") << '\n';
  std::cout << request(argv[1], "BEGIN; INSERT INTO hit VALUES (2)") << '\n';
  std::cout << request(argv[1], "UPDATE hit SET n = 3") << '\n';
  std::cout << request("/no/such/folder/test.db", "SELECT 1") << '\n';
  return 0;
}
