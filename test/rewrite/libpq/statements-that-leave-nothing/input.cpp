#include <libpq-fe.h>

#include <cstdio>
#include <string>

static const char *const COLUMNS = "id, title";

static PGresult *run(PGconn *conn, const char *sql) {
  return PQexec(conn, sql);
}

static void change(PGconn *conn, const std::string &sql) {
  PQclear(PQexec(conn, "BEGIN"));
  PQclear(run(conn, sql.c_str()));
  PQclear(PQexec(conn, "COMMIT"));
}

// A table of the schema, a value as a parameter.
int reads(const char *url, const char *id) {
  PGconn *conn = PQconnectdb(url);
  PGresult *rows = PQexecParams(conn, "SELECT title FROM book WHERE id = $1", 1, nullptr, &id, nullptr, nullptr, 0);
  int n = PQntuples(rows);
  PQclear(rows);
  PQfinish(conn);
  return n;
}

// Text through a constant, a number and helpers.
void writes(const char *url, int id) {
  PGconn *conn = PQconnectdb(url);
  std::string sql = "UPDATE book SET title = upper(title) WHERE id = ";
  sql += std::to_string(id);
  change(conn, sql);
  PQclear(run(conn, (std::string("SELECT ") + COLUMNS + " FROM book").c_str()));
  PQfinish(conn);
}

// Text in an array that is long enough.
void removes(const char *url, int id) {
  PGconn *conn = PQconnectdb(url);
  char sql[64];
  snprintf(sql, sizeof sql, "DELETE FROM book WHERE id = %d", id);
  PQclear(PQexec(conn, sql));
  PQfinish(conn);
}

// Ends with its transaction.
void sets_locally(const char *url) {
  PGconn *conn = PQconnectdb(url);
  PQclear(PQexec(conn, "BEGIN; SET LOCAL lock_timeout = '1s'; DELETE FROM book; COMMIT"));
  PQfinish(conn);
}
