#include "db.h"

double revenue(int year) {
  Conn conn(databaseUrl());
  pqxx::work tx(conn);
  pqxx::row row = tx.exec_params1("SELECT sum(total) FROM invoice WHERE year = $1", year);
  tx.commit();
  return row[0].as<double>(0.0);
}
