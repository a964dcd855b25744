#include <pqxx/pqxx>

#include <exception>
#include <string>

bool isUp(const std::string &url) {
  try {
    pqxx::connection conn(url);
    return conn.is_open();
  } catch (const std::exception &) {
    return false;
  }
}
