#include "db.h"

int rows(const char *url) {
  pqxx::connection *conn = openStore(url);
  int count = 0;
  {
    pqxx::work tx(*conn);
    count = tx.exec1("SELECT count(*) FROM item")[0].as<int>();
  }
  closeStore(conn);
  return count;
}
