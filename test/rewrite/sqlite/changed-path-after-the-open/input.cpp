#include <sqlite3.h>

#include <iostream>
#include <string>

std::string log(std::string path) {
  sqlite3 *db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) {
    sqlite3_close(db);
    return "?";
  }
  path += ": " + std::to_string(sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (n INT)", nullptr, nullptr, nullptr));
  sqlite3_close(db);
  return path;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << log(argv[1]) << '\n' << log(argv[1]) << '\n';
  return 0;
}
