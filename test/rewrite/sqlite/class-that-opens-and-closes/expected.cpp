#include <sqlite3.h>
#include <repool/sqlite.h>

#include <iostream>
#include <string>

class Database {
public:
  explicit Database(const std::string &path) {
    if (repool_sqlite_open(path.c_str(), &db_) != SQLITE_OK) {
      repool_sqlite_close(db_);
      db_ = nullptr;
    }
  }
  ~Database() { repool_sqlite_close(db_); }
  Database(const Database &) = delete;
  Database &operator=(const Database &) = delete;

  bool run(const char *sql) { return db_ && sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

private:
  sqlite3 *db_ = nullptr;
};

bool request(const std::string &path) {
  Database database(path);
  return database.run("CREATE TABLE IF NOT EXISTS hit (n INT); INSERT INTO hit VALUES (1)");
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  std::cout << request(argv[1]) << request(argv[1]) << request("/no/such/folder/test.db") << '\n';
  return 0;
}
