/// \file
/// SOCI's connection_pool over its PostgreSQL backend, used as its manual shows, and the libpq
/// handle below it, so that every contender runs its statement through the same PQexec.

#ifndef REPOOL_BENCH_RUNTIME_SOCIPOOL_H
#define REPOOL_BENCH_RUNTIME_SOCIPOOL_H

#include <soci/soci-config.h>
// Debian's SOCI wants Boost's headers to bind Boost's types, and does not bring them; we bind none.
#undef SOCI_HAVE_BOOST

#include <cstdio>
#include <cstdlib>
#include <soci/connection-pool.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <string>

namespace repool::bench {

class SociPool {
public:
  /// Opens all connections; ends the program if one cannot be had.
  SociPool(const std::string &url, std::size_t size) : pool_(size) {
    try {
      for (std::size_t i = 0; i < size; ++i)
        pool_.at(i).open(soci::postgresql, url);
    } catch (const soci::soci_error &error) {
      std::fprintf(stderr, "%s\n", error.what());
      std::exit(1);
    }
  }

  soci::connection_pool &pool() { return pool_; }

  PGconn *handleAt(std::size_t place) { return handleOf(pool_.at(place)); }

  static PGconn *handleOf(soci::session &session) {
    return static_cast<soci::postgresql_session_backend *>(session.get_backend())->conn_;
  }

private:
  soci::connection_pool pool_;
};

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_SOCIPOOL_H
