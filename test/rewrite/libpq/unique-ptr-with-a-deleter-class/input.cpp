#include "db.h"

Connection connect(const char *url) {
  Connection conn(PQconnectdb(url));
  if (PQstatus(conn.get()) != CONNECTION_OK)
    return nullptr;
  return conn;
}
