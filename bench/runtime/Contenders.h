/// \file
/// The ways to run one statement that the load driver compares, by name.
///
///   direct   a connection per request        soci    SOCI's pool
///   mutex    the usual pool, unfair          fifo    the same, first come, first served
///   mutex-discard, fifo-discard              the same with DISCARD ALL on return
///   repool   ours, .stateless()              repool-reset  ours as migrated code calls it unmarked
///   kept     a connection of its own per thread: no pool, no waiting
///
/// PgBouncer is `direct` with another url: it needs no code. All run the statement by the same
/// PQexec. An unknown name gives nothing.

#ifndef REPOOL_BENCH_RUNTIME_CONTENDERS_H
#define REPOOL_BENCH_RUNTIME_CONTENDERS_H

#include <memory>
#include <string>

namespace repool::bench {

class Contender {
public:
  Contender() = default;
  Contender(const Contender &) = delete;
  Contender &operator=(const Contender &) = delete;
  virtual ~Contender() = default;

  /// Runs \p sql, by any thread; false if no row came back, for whatever reason.
  virtual bool request(const char *sql) = 0;
};

std::unique_ptr<Contender> contender(const std::string &name, const std::string &url,
                                     std::size_t connections);

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_CONTENDERS_H
