#include <pqxx/pqxx>

#include <string>

template <class T> T single(const std::string &url, const std::string &sql) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  T value = tx.exec1(sql)[0].template as<T>();
  tx.commit();
  return value;
}

int size(const std::string &url) { return single<int>(url, "SELECT count(*) FROM item"); }

std::string first(const std::string &url) { return single<std::string>(url, "SELECT min(name) FROM item"); }
