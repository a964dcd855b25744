/// \file
/// A Redis server of a test's own, on a free port of 127.0.0.1: in memory only, gone with the
/// object.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_REDISSERVER_H
#define REPOOL_TEST_RUNTIME_SERVERS_REDISSERVER_H

#include "Process.h"

#include <cstdint>
#include <string>
#include <vector>

namespace repool::test {

class RedisServer {
public:
  static bool isInstalled();

  /// \p more: arguments, "--requirepass", "word".
  explicit RedisServer(std::vector<std::string> more = {});

  RedisServer(const RedisServer &) = delete;
  RedisServer &operator=(const RedisServer &) = delete;
  ~RedisServer();

  std::string url(const std::string &user = "") const;

  std::uint16_t port() const { return port_; }

  std::string socket() const { return folder_ + "/socket"; }

  void start(); ///< on the same port, empty
  void kill9();
  void pause() const;
  void resume() const;

  /// The first line of the answer to an inline command, "" if there is none.
  std::string ask(const std::string &command) const;

private:
  std::vector<std::string> more_;
  std::string folder_;
  std::uint16_t port_;
  Process process_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_REDISSERVER_H
