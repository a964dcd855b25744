/// \file
/// What a URL of Redis says: `redis://user:password@host:port/db`, `unix:///path?db=n`.
///
/// Percent signs are decoded. What is not understood gives nothing; the caller says so, without
/// quoting it, since it may hold a secret. Reads no environment and opens nothing.

#ifndef REPOOL_SRC_DRIVERS_REDIS_REDISURL_H
#define REPOOL_SRC_DRIVERS_REDIS_REDISURL_H

#include <optional>
#include <string>

namespace repool::detail {

struct RedisUrl {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string path; ///< of a socket; empty: by TCP
  std::string user;
  std::string password;
  int database = 0;

  /// For people: "host:port/db". Never a secret.
  std::string place() const;
};

std::optional<RedisUrl> redisUrlOf(const std::string &text);

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_REDIS_REDISURL_H
