#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>

int bump(const char *path, bool create) {
  repool::Lease<sqlite3> dbLease;
  sqlite3 *db = nullptr;
  sqlite3_stmt *statement = nullptr;
  int value = -1;

  if (path == nullptr)
    goto end;
  dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK)
    goto end;
  if (create && sqlite3_exec(db, "CREATE TABLE counter (n INT); INSERT INTO counter VALUES (10)", nullptr, nullptr,
                             nullptr) != SQLITE_OK)
    goto end;
  if (sqlite3_prepare_v2(db, "UPDATE counter SET n = n + 1 RETURNING n", -1, &statement, nullptr) != SQLITE_OK)
    goto end;
  if (sqlite3_step(statement) == SQLITE_ROW)
    value = sqlite3_column_int(statement, 0);
end:
  sqlite3_finalize(statement);
  return value;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << bump(nullptr, false) << '\n';
  std::cout << bump("/no/such/folder/test.db", false) << '\n';
  std::cout << bump(argv[1], false) << '\n';
  std::cout << bump(argv[1], true) << '\n';
  std::cout << bump(argv[1], true) << '\n';
  std::cout << bump(argv[1], false) << '\n';
  return 0;
}
