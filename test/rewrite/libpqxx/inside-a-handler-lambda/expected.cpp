#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <functional>
#include <map>
#include <string>

using Handler = std::function<std::string(const std::string &)>;

void addRoutes(std::map<std::string, Handler> &routes, const std::string &url) {
  routes["/version"] = [](const std::string &) { return std::string("1"); };
  routes["/user"] = [url](const std::string &id) {
    return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      pqxx::row row = tx.exec_params1("SELECT name FROM account WHERE id = $1", id);
      tx.commit();
      return row[0].as<std::string>();
    });
  };
}
