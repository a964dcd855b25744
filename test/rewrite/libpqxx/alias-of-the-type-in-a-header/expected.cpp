#include "db.h"
#include <repool/pqxx.h>

double revenue(int year) {
  return repool::withDatabase(repool::pqxx(databaseUrl()), [&](Conn &conn) {
    pqxx::work tx(conn);
    pqxx::row row = tx.exec_params1("SELECT sum(total) FROM invoice WHERE year = $1", year);
    tx.commit();
    return row[0].as<double>(0.0);
  });
}
