#include <pqxx/pqxx>

#include <iostream>

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  pqxx::connection conn(argv[1]);
  pqxx::work tx(conn);
  std::cout << tx.exec1("SELECT count(*) FROM article")[0].as<int>() << '\n';
  return 0;
}
