#ifndef STORE_H
#define STORE_H

#include <string>

struct sqlite3;

class Store {
public:
  explicit Store(const std::string &path);
  ~Store();
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;

  bool run(const char *sql);
  int changes() const;

private:
  sqlite3 *open(const std::string &path) const;
  void close();

  sqlite3 *db_;
};

#endif
