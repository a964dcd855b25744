/// \file
/// A connection for a contender that has no way to live without one.

#ifndef REPOOL_BENCH_RUNTIME_OPEN_H
#define REPOOL_BENCH_RUNTIME_OPEN_H

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace repool::bench {

/// Ends the program with libpq's message if there is no connection to be had.
inline PGconn *openOrExit(const std::string &url) {
  PGconn *const conn = PQconnectdb(url.c_str());
  if (PQstatus(conn) == CONNECTION_OK)
    return conn;
  std::fprintf(stderr, "%s", PQerrorMessage(conn));
  std::exit(1);
}

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_OPEN_H
