/// \file
/// The cache's second level in Redis.
///
///   <prefix>t:<tag>   a number, the version of a tag; INCR makes a new one
///   <prefix>epoch     the same for everything
///   <prefix>v:<key>   "repool1 <versions of its tags> <epoch>\n" and the value, with PX
///
/// A value holds if its versions are those of now: one MGET tells. A version that is missing (it
/// was evicted, or Redis began anew) starts at a random number, so that no old value ever matches
/// again. What is invalidated while Redis is down is remembered, and told before anything else is
/// asked when it is back; too much of that becomes a new epoch. One conversation takes at most the
/// deadline; three failures within 10 s, and Redis is left alone for 1 s, 2 s ... 30 s.

#ifndef REPOOL_SRC_DRIVERS_REDIS_REDISLEVEL_H
#define REPOOL_SRC_DRIVERS_REDIS_REDISLEVEL_H

#include "../../Breaker.h"
#include "../../cache/SecondLevel.h"
#include "RedisWire.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace repool::detail {

class RedisLevel final : public SecondLevel {
public:
  RedisLevel(RedisUrl url, SecondLevelSettings settings);

  Read read(const std::string &key, const Tags &tags, bool wantsValue) noexcept override;
  void write(const std::string &key, const std::vector<std::string> &versions,
             const std::string &value, Milliseconds life) noexcept override;
  void invalidate(const Tags &tags) noexcept override;
  std::uint64_t failures() const noexcept override;
  bool isDown() const noexcept override;

private:
  using Lock = std::unique_lock<std::mutex>;
  using Commands = std::vector<RedisWire::Command>;
  using Replies = std::vector<RedisWire::Reply>;

  /// Asks over one connection until the deadline; false: over.
  using Ask = std::function<bool(const Commands &commands, Replies &replies)>;

  bool converse(const std::function<bool(const Ask &ask)> &talk) noexcept;
  bool tellPending(const Ask &ask);
  bool changeVersions(const Ask &ask, const std::vector<std::string> &names);
  void remember(const std::vector<std::string> &names);
  bool readVersions(const Ask &ask, const std::vector<std::string> &names, Read &read);
  std::vector<std::string> namesOf(const Tags &tags) const;
  void addNewVersion(Commands &commands, const std::string &name);
  std::string randomVersion();

  const RedisUrl url_;
  const SecondLevelSettings settings_;
  mutable std::mutex mutex_; ///< guards all below
  std::condition_variable isFree_;
  std::vector<std::unique_ptr<RedisWire>> idle_;
  std::size_t open_ = 0; ///< idle ones, and those that are in use
  Breaker breaker_{Breaker::Settings{}};
  std::set<std::string> pending_; ///< names of versions that are still to be changed
  bool isEpochDue_ = false;       ///< there were too many of them
  std::uint64_t failures_ = 0;
  std::mt19937_64 random_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_REDIS_REDISLEVEL_H
