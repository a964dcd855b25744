/// \file
/// A PgBouncer of a test's own, before a PostgreSQL server; gone with the object.
///
/// Listens on a free port of 127.0.0.1. The server behind is the one at 127.0.0.2, or at any other
/// address and port, so that a fault proxy can stand between. What cannot be started throws.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_PGBOUNCER_H
#define REPOOL_TEST_RUNTIME_SERVERS_PGBOUNCER_H

#include "Process.h"

#include <cstdint>
#include <map>
#include <string>

namespace repool::test {

class PgBouncer {
public:
  struct Options {
    std::uint16_t server = 0;                 ///< the port behind
    std::string host = "127.0.0.2";           ///< the address behind
    std::string mode = "session";             ///< or "transaction"
    std::map<std::string, std::string> users; ///< name and password; empty: anybody, trusted
    std::map<std::string, std::string> more;  ///< any other line of the ini file
  };

  static bool isInstalled();

  explicit PgBouncer(const Options &options);
  PgBouncer(const PgBouncer &) = delete;
  PgBouncer &operator=(const PgBouncer &) = delete;
  ~PgBouncer();

  /// As role `web` in database `shop`.
  std::string url(const std::string &more = "") const;

  std::uint16_t port() const { return port_; }

  /// On the same port; returns when it takes connections.
  void start();
  void kill9();
  void pause() const; ///< stands still, sockets stay open
  void resume() const;

private:
  std::string folder_;
  std::uint16_t port_;
  Process process_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_PGBOUNCER_H
