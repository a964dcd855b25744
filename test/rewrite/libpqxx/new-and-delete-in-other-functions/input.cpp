#include "db.h"

pqxx::connection *openStore(const char *url) {
  return new pqxx::connection(url);
}

void closeStore(pqxx::connection *conn) {
  delete conn;
}
