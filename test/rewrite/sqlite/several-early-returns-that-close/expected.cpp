#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

// The balance after the withdrawal; -1 no database, -2 no such account, -3 not enough.
int withdraw(const char *path, const char *owner, int cents) {
  sqlite3 *db;
  auto dbLease = repool::withDatabase(repool::sqlite(path, SQLITE_OPEN_READWRITE, nullptr));
  db = dbLease.get();
  if (dbLease.code() != SQLITE_OK) {
    return -1;
  }
  sqlite3_stmt *find = nullptr;
  sqlite3_prepare_v2(db, "SELECT cents FROM account WHERE owner = ?", -1, &find, nullptr);
  sqlite3_bind_text(find, 1, owner, -1, SQLITE_STATIC);
  if (sqlite3_step(find) != SQLITE_ROW) {
    sqlite3_finalize(find);
    return -2;
  }
  int balance = sqlite3_column_int(find, 0);
  sqlite3_finalize(find);
  if (balance < cents) {
    return -3;
  }
  std::string sql = "UPDATE account SET cents = cents - " + std::to_string(cents) + " WHERE owner = '" + owner + "'";
  sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  return balance - cents;
}

void open(const char *path) {
  sqlite3 *db = nullptr;
  auto dbLease = repool::withDatabase(repool::sqlite(path).stateless());
  db = dbLease.get();
  sqlite3_exec(db, "CREATE TABLE account (owner TEXT, cents INT); INSERT INTO account VALUES ('ada', 100), ('bob', 5)",
               nullptr, nullptr, nullptr);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << withdraw(argv[1], "ada", 1) << '\n';
  open(argv[1]);
  for (const char *owner : {"ada", "bob", "eve", "ada"})
    std::cout << withdraw(argv[1], owner, 30) << '\n';
  return 0;
}
