#include "Asking.h"

namespace repool::test {

std::string ask(PGconn *conn, const std::string &sql) {
  if (PQstatus(conn) != CONNECTION_OK)
    return PQerrorMessage(conn); // PQexec would put its own words there
  PGresult *const result = PQexec(conn, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  std::string answer;
  if (status == PGRES_TUPLES_OK)
    answer = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  else if (status != PGRES_COMMAND_OK)
    answer = result ? PQresultErrorMessage(result) : PQerrorMessage(conn);
  PQclear(result);
  return answer;
}

std::string askOutside(const std::string &url, const std::string &sql) {
  PGconn *const conn = PQconnectdb(url.c_str());
  std::string answer = ask(conn, sql);
  PQfinish(conn);
  return answer;
}

} // namespace repool::test
