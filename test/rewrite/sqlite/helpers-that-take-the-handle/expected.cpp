#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

namespace {

void run(sqlite3 *db, const char *sql) {
  char *message = nullptr;
  if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK) {
    std::cout << "error: " << message << '\n';
    sqlite3_free(message);
  }
}

int number(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    return -1;
  int value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_finalize(statement);
  return value;
}

} // namespace

int grow(const std::string &path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path.c_str()).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    return -1;
  }
  run(db, "CREATE TABLE IF NOT EXISTS tree (height INT)");
  run(db, "INSERT INTO tree VALUES (1)");
  run(db, "UPDATE tree SET height = height * 2");
  run(db, "INSERT INTO shrub VALUES (1)");
  int total = number(db, "SELECT sum(height) FROM tree");
  return total;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  for (int i = 0; i < 4; ++i)
    std::cout << grow(argv[1]) << '\n';
  return 0;
}
