#include <libpq-fe.h>

#include <string>
#include <vector>

std::vector<std::string> childrenOf(PGresult *result) {
  std::vector<std::string> children;
  for (int row = 0; row < PQntuples(result); ++row)
    children.emplace_back(PQgetvalue(result, row, 0));
  return children;
}

int sizeOf(const char *url, const std::string &folder) {
  PGconn *conn = PQconnectdb(url);
  const char *values[] = {folder.c_str()};
  PGresult *result =
      PQexecParams(conn, "SELECT name FROM folder WHERE parent = $1", 1, nullptr, values, nullptr, nullptr, 0);
  int size = 1;
  for (const std::string &child : childrenOf(result))
    size += sizeOf(url, child);
  PQclear(result);
  PQfinish(conn);
  return size;
}
