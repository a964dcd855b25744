// What this case needs of Connector/C++.
#pragma once
#include <memory>
#include <string>

namespace sql {
class ResultSet {
public:
  virtual ~ResultSet() = default;
  virtual bool next() = 0;
};
class Statement {
public:
  virtual ~Statement() = default;
  virtual ResultSet *executeQuery(const std::string &sql) = 0;
};
class Connection {
public:
  virtual ~Connection() = default;
  virtual Statement *createStatement() = 0;
  virtual void setSchema(const std::string &name) = 0;
};
class Driver {
public:
  virtual ~Driver() = default;
  virtual Connection *connect(const std::string &host, const std::string &user,
                              const std::string &password) = 0;
};
namespace mysql {
Driver *get_driver_instance();
}
} // namespace sql
