#include <libpq-fe.h>

#include <string>

static void collect(void *to, const char *message) { *static_cast<std::string *>(to) += message; }

std::string notices(const char *url) {
  std::string text;
  PGconn *conn = PQconnectdb(url);
  PQsetNoticeProcessor(conn, collect, &text);
  PQclear(PQexec(conn, "DROP TABLE IF EXISTS scratch"));
  PQfinish(conn);
  return text;
}
