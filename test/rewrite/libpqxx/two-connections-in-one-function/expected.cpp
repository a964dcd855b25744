#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

std::size_t copyPrices(const std::string &from, const std::string &to) {
  auto sourceLease = repool::withDatabase(repool::pqxx(from));
  pqxx::connection &source = *sourceLease;
  auto targetLease = repool::withDatabase(repool::pqxx(to));
  pqxx::connection &target = *targetLease;
  pqxx::read_transaction read(source);
  pqxx::work write(target);
  pqxx::result rows = read.exec("SELECT article, price FROM price");
  for (const auto &row : rows)
    write.exec_params0("INSERT INTO price VALUES ($1, $2)", row[0].as<int>(), row[1].as<std::string>());
  write.commit();
  return rows.size();
}
