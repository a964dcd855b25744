#pragma once
#include <string>

namespace depot {
class Db {
public:
  static Db connect(const std::string &config);
  ~Db();
  int run(const std::string &sql);

private:
  Db();
  void *state_ = nullptr;
};
} // namespace depot
