// A program that uses the runtime as its users do: SQLite from C++ and from C. Prints what it
// found.

#include "repool/sqlite.h"
#include "repool/stats.h"

#include <sqlite3.h>

#include <iostream>

extern "C" int countFromC(const char *path);

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  const int rc = repool::withDatabase(repool::sqlite(argv[1]), [](sqlite3 *db) {
    return sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t (i); INSERT INTO t VALUES (1)", nullptr,
                        nullptr, nullptr);
  });
  const int count = countFromC(argv[1]);
  std::cout << "rc " << rc << ", rows " << count << ", opened " << repool::stats().opened << '\n';
  return rc == SQLITE_OK && count == 1 && repool::stats().opened == 1 ? 0 : 1;
}
