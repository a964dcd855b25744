// What this case needs of SOCI.
#pragma once
#include <string>

namespace soci {
class connection_pool {
public:
  explicit connection_pool(unsigned size);
};
class session {
public:
  session();
  explicit session(const std::string &text);
  explicit session(connection_pool &pool);
  session(const session &) = delete;
  ~session();
  void open(const std::string &text);
  session &operator<<(const std::string &sql);
};
} // namespace soci
