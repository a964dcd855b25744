#include "database.h"

Database::Database(const std::string &url) : conn_(PQconnectdb(url.c_str())) {}

Database::~Database() { PQfinish(conn_); }

PGresult *Database::execute(const char *sql, const std::vector<std::string> &arguments) {
  std::vector<const char *> values;
  values.reserve(arguments.size());
  for (const std::string &argument : arguments)
    values.push_back(argument.c_str());
  PGresult *result = PQexecParams(conn_, sql, static_cast<int>(values.size()), nullptr,
                                  values.data(), nullptr, nullptr, 0);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    PQclear(result);
    throw DatabaseError(PQerrorMessage(conn_));
  }
  return result;
}

Rows Database::query(const char *sql, const std::vector<std::string> &arguments) {
  return Rows(execute(sql, arguments));
}

void Database::begin() { PQclear(execute("BEGIN", {})); }

void Database::commit() { PQclear(execute("COMMIT", {})); }
