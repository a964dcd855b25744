#include <pqxx/pqxx>

#include <memory>
#include <string>
#include <vector>

std::vector<std::shared_ptr<pqxx::connection>> all;

void add(const std::string &url) {
  auto conn = std::make_shared<pqxx::connection>(url);
  all.push_back(conn);
}
