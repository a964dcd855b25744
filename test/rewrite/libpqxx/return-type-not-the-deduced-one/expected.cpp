#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <cstddef>
#include <string>
#include <utility>

std::string nickname(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) -> std::string {
    pqxx::work tx(conn);
    pqxx::result rows = tx.exec("SELECT nick FROM person LIMIT 1");
    tx.commit();
    return rows[0][0].c_str();
  });
}

std::size_t removeStale(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) -> std::size_t {
    pqxx::work tx(conn);
    tx.exec("DELETE FROM visit WHERE stale");
    tx.commit();
    return 0;
  });
}

std::pair<int, int> range(const std::string &url) {
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) -> std::pair<int, int> {
    pqxx::work tx(conn);
    pqxx::row row = tx.exec1("SELECT min(id), max(id) FROM visit");
    tx.commit();
    return {row[0].as<int>(), row[1].as<int>()};
  });
}
