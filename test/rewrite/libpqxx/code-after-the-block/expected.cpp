#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <iostream>
#include <string>

void greet(const std::string &url, int person) {
  std::string name;
  {
    repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      name = tx.exec_params1("SELECT name FROM person WHERE id = $1", person)[0].as<std::string>();
      tx.commit();
    });
  }
  std::cout << "Hello " << name << '\n';
}
