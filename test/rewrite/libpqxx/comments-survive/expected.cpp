#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

// Adds one visit.
int visit(const std::string &url) {
  // One connection per visit.
  return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) { // may throw
    pqxx::work tx(conn);        /* begins */
    /* The counter starts at 1. */
    pqxx::row row = tx.exec1(R"(
    UPDATE page
       SET visits = visits + 1
    RETURNING visits)");

    tx.commit(); // ends
    return row[0].as<int>();
  });
  // Nothing after this.
}
