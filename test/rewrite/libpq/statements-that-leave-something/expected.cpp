#include <libpq-fe.h>
#include <repool/pq.h>

#include <cstdio>
#include <string>
#include <string_view>

static PGresult *run(PGconn *conn, const char *sql) {
  return PQexec(conn, sql);
}

// currval() and lastval() show the id to whoever comes next.
void inserts(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(run(conn, "INSERT INTO note (text) VALUES ('a')"));
}

// A view may call anything.
void reads_a_view(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(run(conn, "SELECT * FROM latest"));
}

void sets(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(run(conn, "SELECT set_config('app.user', 'me', false)"));
  PQclear(run(conn, "SELECT title FROM book"));
}

void prepares(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQprepare(conn, "all", "SELECT title FROM book", 0, nullptr));
  PQclear(PQexecPrepared(conn, "all", 0, nullptr, nullptr, nullptr, 0));
}

// Any text may be between the quotes.
void reads_by_name(const char *url, const std::string &name) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(run(conn, ("SELECT id FROM book WHERE title = '" + name + "'").c_str()));
}

// `book1` may be another kind of thing.
void reads_a_part(const char *url, int part) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(run(conn, ("SELECT id FROM book" + std::to_string(part)).c_str()));
}

// The text may be cut off.
void reads_by_two(const char *url, int a, int b) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  char sql[40];
  snprintf(sql, sizeof sql, "SELECT id FROM book WHERE id IN (%d, %d)", a, b);
  PQclear(PQexec(conn, sql));
}

// What the pointer names has changed since.
void reads_what_came_later(const char *url, const char *suffix) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  char sql[64];
  snprintf(sql, sizeof sql, "SELECT 1");
  const char *text = sql;
  snprintf(sql, sizeof sql, "SELECT %s", suffix);
  PQclear(PQexec(conn, text));
}

void changes_the_encoding(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQsetClientEncoding(conn, "LATIN1");
  PQclear(PQexec(conn, "SELECT title FROM book"));
}

void may_append(const char *url, bool all) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  std::string sql = "SELECT title FROM book";
  if (!all)
    sql += " WHERE set_config('app.user', 'me', false) = 'me'";
  PQclear(PQexec(conn, sql.c_str()));
}

// The same connection by another name.
void by_another_name(const char *url) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQexec(conn, "SELECT title FROM book"));
  auto set = [c = conn] { PQclear(PQexec(c, "SET search_path = app")); };
  set();
}

// A domain's checks may call anything.
void casts(const char *url, const char *value) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  PQclear(PQexecParams(conn, "SELECT $1::isbn", 1, nullptr, &value, nullptr, nullptr, 0));
}

// What a view shows has changed since.
void through_a_view(const char *url, const std::string &name) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  std::string sql = "SELECT 1";
  std::string_view view;
  view = sql;
  sql = name;
  PQclear(PQexec(conn, view.data()));
}

// What the other name has appended.
void through_a_reference(const char *url, const std::string &name) {
  auto connLease = repool::withDatabase(repool::pq(url));
  PGconn *conn = connLease.get();
  std::string sql = "SELECT 1";
  std::string &other = sql.append(" ");
  other += name;
  PQclear(PQexec(conn, sql.c_str()));
}
