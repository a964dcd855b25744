/// \file
/// A PostgreSQL server of a test's own: in a temporary folder, gone with the object.
///
/// Listens on a socket in its folder and on a free port of 127.0.0.1 and 127.0.0.2; the second is
/// for poolers, so that `inet_server_addr()` tells which way a session came. initdb runs once per
/// test program, each server gets a copy. Roles: `app` (superuser) and `web` need no password,
/// `secured` has the password "s3cret-word" over TCP. Databases: `postgres` and `shop`.
/// What cannot be started throws std::runtime_error with the end of the server's log.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_POSTGRESSERVER_H
#define REPOOL_TEST_RUNTIME_SERVERS_POSTGRESSERVER_H

#include "Process.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace repool::test {

class PostgresServer {
public:
  using Settings = std::vector<std::string>; ///< "max_connections=20"

  /// Whether the programs are there; REPOOL_PG_BINDIR says where to look.
  static bool isInstalled();

  /// Made at first use and shared by the tests of one program.
  static PostgresServer &shared();

  explicit PostgresServer(Settings settings = {});

  /// A server with the same data as \p origin, which is stopped for a moment.
  static std::unique_ptr<PostgresServer> copyOf(PostgresServer &origin);

  /// From a base backup of the running \p origin.
  static std::unique_ptr<PostgresServer> backupOf(const PostgresServer &origin);

  /// From a base backup, and following \p origin.
  static std::unique_ptr<PostgresServer> standbyOf(const PostgresServer &origin);

  PostgresServer(const PostgresServer &) = delete;
  PostgresServer &operator=(const PostgresServer &) = delete;
  ~PostgresServer();

  /// By TCP, as role `web` in database `shop`; \p more wins, as in every connection text.
  std::string url(const std::string &more = "") const;

  /// By TCP at another port, for what stands before the server.
  static std::string urlAt(std::uint16_t port, const std::string &more = "");

  /// By the socket in the folder, as superuser in `shop`.
  std::string adminUrl(const std::string &more = "") const;

  std::uint16_t port() const { return port_; }

  const std::string &folder() const { return folder_; }

  /// On the same port, with the same data; returns when it takes connections.
  void start();
  void stopFast();    ///< tells its clients, closes what is open
  void stopAtOnce();  ///< tells its clients that it crashed
  void kill9();       ///< the postmaster and every backend, without a word
  void pause() const; ///< everything stands still, sockets stay open
  void resume() const;
  void promote() const; ///< a standby becomes a primary

  /// The first value, asked as superuser outside all pools; an error's message is an answer too.
  std::string ask(const std::string &sql) const;

  /// How many sessions \p role has on the server now.
  int sessions(const std::string &role = "web") const;

  /// Terminates the sessions of \p role and waits until they are gone; returns how many.
  int terminate(const std::string &role = "web", const std::string &where = "true") const;

private:
  struct Copied {};

  PostgresServer(Copied, Settings settings);
  Process::How how() const;

  std::string data() const { return folder_ + "/data"; }

  Settings settings_;
  std::string folder_;
  std::uint16_t port_;
  Process process_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_POSTGRESSERVER_H
