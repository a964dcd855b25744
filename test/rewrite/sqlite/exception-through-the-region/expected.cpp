#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <stdexcept>
#include <string>

int spend(const char *path, int cents) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    std::string text = sqlite3_errmsg(db);
    dbLease.release();
    throw std::runtime_error(text);
  }
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS purse (cents INT)", nullptr, nullptr, nullptr);
  if (cents > 50) {
    dbLease.release();
    throw std::invalid_argument("too much");
  }
  sqlite3_exec(db, "INSERT INTO purse VALUES (1)", nullptr, nullptr, nullptr);
  int rows = static_cast<int>(sqlite3_last_insert_rowid(db));
  return rows;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (const char *path : {static_cast<const char *>(argv[1]), "/no/such/folder/test.db"})
    for (int cents : {10, 60, 20}) {
      try {
        std::cout << spend(path, cents) << '\n';
      } catch (const std::exception &error) {
        std::cout << error.what() << '\n';
      }
    }
  return 0;
}
