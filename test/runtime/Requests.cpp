// The same request by libpq and by libpqxx, as sites write it.

#include "FaultTest.h"
#include "repool/pqxx.h"

#include <pqxx/pqxx>

// libpqxx 6.4 leaks a result when it loses its connection in exec; so does a program without pools.
extern "C" const char *__lsan_default_suppressions();

extern "C" const char *__lsan_default_suppressions() {
  return "leak:libpqxx-6";
}

namespace repool::test {

namespace {

Outcome byLibpq(const std::string &url, const std::string &sql, unsigned marks) {
  int entered = 0;
  Outcome outcome = withDatabase(marked(pq(url), marks), [&](PGconn *conn) -> Outcome {
    ++entered;
    if (PQstatus(conn) != CONNECTION_OK)
      return {Outcome::NoConnection, PQerrorMessage(conn)};
    PGresult *const result = PQexec(conn, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    Outcome made;
    if (PQstatus(conn) != CONNECTION_OK)
      made = {Outcome::Lost, PQerrorMessage(conn)};
    else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      made = {Outcome::SqlError, PQresultErrorMessage(result)};
    else if (status == PGRES_TUPLES_OK && PQntuples(result) > 0)
      made.text = PQgetvalue(result, 0, 0);
    PQclear(result);
    return made;
  });
  outcome.entered = entered;
  return outcome;
}

Outcome byLibpqxx(const std::string &url, const std::string &sql, unsigned marks) {
  Outcome outcome;
  try {
    withDatabase(marked(pqxx(url), marks), [&](::pqxx::connection &conn) {
      ++outcome.entered;
      ::pqxx::nontransaction tx(conn);
      const ::pqxx::result rows = tx.exec(sql);
      outcome.text = !rows.empty() ? rows[0][0].as<std::string>("") : "";
    });
    return outcome;
  } catch (const ::pqxx::broken_connection &error) {
    outcome.kind = outcome.entered ? Outcome::Lost : Outcome::NoConnection;
    outcome.text = error.what();
  } catch (const ::pqxx::sql_error &error) {
    outcome.kind = Outcome::SqlError;
    outcome.text = error.what();
  }
  return outcome;
}

} // namespace

const Driver Libpq = {"Libpq", byLibpq};
const Driver Libpqxx = {"Libpqxx", byLibpqxx};

} // namespace repool::test
