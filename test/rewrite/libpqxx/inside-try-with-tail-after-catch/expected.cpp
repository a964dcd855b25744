#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

std::vector<std::string> guests(const std::string &url, int event) {
  std::vector<std::string> names;
  try {
    repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
      pqxx::work tx(conn);
      // Declined invitations are not listed.
      for (const auto &row : tx.exec_params("SELECT name FROM guest WHERE event = $1 AND accepted", event))
        names.push_back(row[0].as<std::string>());
      tx.commit();
    });
  } catch (const std::exception &error) {
    std::cerr << "guests: " << error.what() << '\n';
    names.clear();
  }
  names.push_back("host");
  return names;
}
