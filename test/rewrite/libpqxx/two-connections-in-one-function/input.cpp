#include <pqxx/pqxx>

#include <string>

std::size_t copyPrices(const std::string &from, const std::string &to) {
  pqxx::connection source(from);
  pqxx::connection target(to);
  pqxx::read_transaction read(source);
  pqxx::work write(target);
  pqxx::result rows = read.exec("SELECT article, price FROM price");
  for (const auto &row : rows)
    write.exec_params0("INSERT INTO price VALUES ($1, $2)", row[0].as<int>(), row[1].as<std::string>());
  write.commit();
  return rows.size();
}
