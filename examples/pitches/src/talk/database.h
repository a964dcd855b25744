#ifndef PITCHES_TALK_DATABASE_H
#define PITCHES_TALK_DATABASE_H

#include <libpq-fe.h>

#include <stdexcept>
#include <string>
#include <vector>

/// The rows of one statement.
class Rows {
public:
  explicit Rows(PGresult *result) : result_(result) {}
  ~Rows() { PQclear(result_); }
  Rows(const Rows &) = delete;
  Rows &operator=(const Rows &) = delete;

  int count() const { return PQntuples(result_); }
  int changed() const { return std::atoi(PQcmdTuples(result_)); }
  const char *text(int row, int column) const { return PQgetvalue(result_, row, column); }
  int number(int row, int column) const { return std::atoi(text(row, column)); }

private:
  PGresult *result_;
};

struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One connection, from construction to destruction. What is not committed is rolled back.
class Database {
public:
  explicit Database(const std::string &url);
  ~Database();
  Database(const Database &) = delete;
  Database &operator=(const Database &) = delete;

  bool isOpen() const { return PQstatus(conn_) == CONNECTION_OK; }

  /// Throws DatabaseError if the server refuses the statement.
  Rows query(const char *sql, const std::vector<std::string> &arguments = {});

  void begin();
  void commit();

private:
  PGresult *execute(const char *sql, const std::vector<std::string> &arguments);

  PGconn *conn_;
};

#endif
