#include "db.h"
#include <repool/pq.h>

Connection connect(const char *url) {
  Connection conn(repool_pq_open(url));
  if (PQstatus(conn.get()) != CONNECTION_OK)
    return nullptr;
  return conn;
}
