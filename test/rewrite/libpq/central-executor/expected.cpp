#include <libpq-fe.h>
#include <repool/pq.h>

#include <stdexcept>
#include <string>
#include <vector>

std::vector<std::vector<std::string>> query(const std::string &sql, const std::vector<const char *> &params) {
  auto connLease = repool::withDatabase(repool::pq("dbname=shop"));
  PGconn *conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    std::string message = PQerrorMessage(conn);
    connLease.release();
    throw std::runtime_error(message);
  }
  PGresult *result = PQexecParams(conn, sql.c_str(), static_cast<int>(params.size()), nullptr, params.data(), nullptr,
                                  nullptr, 0);
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < PQntuples(result); ++i) {
    rows.emplace_back();
    for (int j = 0; j < PQnfields(result); ++j)
      rows.back().push_back(PQgetvalue(result, i, j));
  }
  PQclear(result);
  return rows;
}
