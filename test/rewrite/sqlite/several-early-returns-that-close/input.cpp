#include <sqlite3.h>

#include <iostream>
#include <string>

// The balance after the withdrawal; -1 no database, -2 no such account, -3 not enough.
int withdraw(const char *path, const char *owner, int cents) {
  sqlite3 *db;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    sqlite3_close(db);
    return -1;
  }
  sqlite3_stmt *find = nullptr;
  sqlite3_prepare_v2(db, "SELECT cents FROM account WHERE owner = ?", -1, &find, nullptr);
  sqlite3_bind_text(find, 1, owner, -1, SQLITE_STATIC);
  if (sqlite3_step(find) != SQLITE_ROW) {
    sqlite3_finalize(find);
    sqlite3_close(db);
    return -2;
  }
  int balance = sqlite3_column_int(find, 0);
  sqlite3_finalize(find);
  if (balance < cents) {
    sqlite3_close(db);
    return -3;
  }
  std::string sql = "UPDATE account SET cents = cents - " + std::to_string(cents) + " WHERE owner = '" + owner + "'";
  sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return balance - cents;
}

void open(const char *path) {
  sqlite3 *db = nullptr;
  sqlite3_open(path, &db);
  sqlite3_exec(db, "CREATE TABLE account (owner TEXT, cents INT); INSERT INTO account VALUES ('ada', 100), ('bob', 5)",
               nullptr, nullptr, nullptr);
  sqlite3_close(db);
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
