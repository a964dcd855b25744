#include <sqlite3.h>

#include <iostream>

static void twice(sqlite3_context *context, int, sqlite3_value **values) {
  ++*static_cast<int *>(sqlite3_user_data(context));
  sqlite3_result_int(context, 2 * sqlite3_value_int(values[0]));
}

int callsOfTwice(const char *path, const char *sql) {
  int calls = 0;
  sqlite3 *db = nullptr;
  if (sqlite3_open(path, &db) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  sqlite3_create_function(db, "twice", 1, SQLITE_UTF8, &calls, twice, nullptr, nullptr);
  sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return calls;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << callsOfTwice(argv[1], "SELECT twice(1), twice(2)") << callsOfTwice(argv[1], "SELECT twice(3)") << '\n';
  return 0;
}
