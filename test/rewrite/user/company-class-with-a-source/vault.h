#pragma once
#include <string>

namespace vault {
class Session {
public:
  explicit Session(const std::string &address);
  Session(const Session &) = delete;
  ~Session();
  bool isOpen() const;
  int run(const std::string &sql);
  void close();

private:
  void *state_ = nullptr;
};
} // namespace vault
