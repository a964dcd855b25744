#include <pqxx/pqxx>

#include <string>

// pqxx::connection old("dbname=shop");
pqxx::connection getConnection();

/* The first version did this:
     pqxx::connection conn("dbname=shop");
*/
std::string advice() { return "write pqxx::connection conn(url); at the top"; }

int countOf(pqxx::connection &conn, const std::string &sql) {
  pqxx::work tx(conn);
  return tx.exec1(sql)[0].as<int>();
}
