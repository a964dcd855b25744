#include <libpq-fe.h>
#include <repool/pq.h>

#include <string>

bool isMember(const std::string &host, const std::string &name) {
  PGconn *conn;
  if (name.empty())
    return false;
  std::string text = "dbname=club host=" + host;
  auto connLease = repool::withDatabase(repool::pq(text.c_str()));
  conn = connLease.get();
  if (PQstatus(conn) != CONNECTION_OK) {
    return false;
  }
  const char *value = name.c_str();
  PGresult *result =
      PQexecParams(conn, "SELECT 1 FROM member WHERE name = $1", 1, nullptr, &value, nullptr, nullptr, 0);
  bool found = PQntuples(result) > 0;
  PQclear(result);
  return found;
}
