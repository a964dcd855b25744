#include "db.h"
#include <repool/pqxx.h>

pqxx::connection *openStore(const char *url) {
  return repool::borrow(repool::pqxx(url));
}

void closeStore(pqxx::connection *conn) {
  repool::giveBack(conn);
}
