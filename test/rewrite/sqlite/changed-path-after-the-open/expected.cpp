#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

std::string log(std::string path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    dbLease.release();
    return "?";
  }
  path += ": " + std::to_string(sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INT)", nullptr, nullptr, nullptr));
  return path;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << log(argv[1]) << '\n' << log(argv[1]) << '\n';
  return 0;
}
