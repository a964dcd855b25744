/// \file
/// The results that this process keeps: behind include/repool/cache.h.
///
///   begin(question) -> kept here and current               -> the value
///                   -> somebody is making it               -> waits for him
///                   -> the second level has it             -> the value, kept here too
///                   -> else                                -> make it, then keep() or giveUp()
///
/// Nobody waits under a lock, and neither the program's code nor a second level is called under
/// one. A value is kept only if none of its tags was invalidated since begin(). Who waits in vain,
/// because the maker failed or took too long, makes it for himself; so does a thread that asks for
/// what it is making. One per process and fork; never freed.

#ifndef REPOOL_SRC_CACHE_RESULTCACHE_H
#define REPOOL_SRC_CACHE_RESULTCACHE_H

#include "CacheSettings.h"
#include "SecondLevel.h"
#include "Sieve.h"
#include "TagTable.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace repool::detail {

/// One call, as it was asked.
struct Question {
  const std::string &key;
  const std::vector<std::string> &tags;
  Milliseconds timeToLive{0};
  const void *type = nullptr;
  bool isText = false;
  TimePoint asked;
  TimePoint deadline; ///< of waiting for another maker
};

/// A value that is being made.
struct Making {
  enum class State { Running, Done, Failed };

  State state = State::Running; ///< guarded by the lock of its shard
  bool isOutdated = false;      ///< the cache was emptied since; guarded likewise
  std::shared_ptr<const void> value;
  const void *type = nullptr;
  std::uint64_t maker = 0;       ///< thread
  std::vector<std::string> tags; ///< sorted, each once
  std::vector<TagTable::Stamp> stamps;
  std::vector<std::string> versions; ///< of the second level
  std::condition_variable isOver;
};

class ResultCache {
public:
  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t sharedHits = 0;
    std::uint64_t misses = 0;
    std::uint64_t coalesced = 0;
    std::uint64_t evictions = 0;
    std::uint64_t invalidations = 0;
    std::uint64_t sharedFailures = 0;
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    bool isSharedDown = false;
    bool isOn = false;
  };

  /// To be called while it is reset. \p replicaLag: for so long after an invalidation nothing is
  /// read from replicas for it; 0: there are none.
  void configure(const CacheSettings &settings, Milliseconds replicaLag);

  /// Whether configure() was called since the last reset().
  bool isSet() const { return isSet_.load(std::memory_order_acquire); }

  /// Empties it until configure() is called; counters stay.
  void reset();

  /// The operator's lever. Emptied when it is turned.
  void turn(bool isOn);

  bool isOn() const { return isOn_.load(std::memory_order_relaxed); }

  /// The value, or null: make it, and say how it went. \p making is set then.
  std::shared_ptr<const void> begin(const Question &question, std::shared_ptr<Making> &making);

  void keep(const Question &question, const std::shared_ptr<Making> &making,
            const std::shared_ptr<const void> &value, std::size_t bytes);
  void giveUp(const Question &question, const std::shared_ptr<Making> &making);

  void invalidate(const std::vector<std::string> &tags);

  /// Whether what is made now must not come from a replica.
  bool needsPrimary(const Making &making, TimePoint now) const;

  Counts counts() const;

private:
  using Lock = std::unique_lock<std::mutex>;

  struct Shard {
    mutable std::mutex mutex;
    Sieve sieve; ///< guarded by mutex, as all below
    std::unordered_map<std::string, std::shared_ptr<Making>> making;
    std::minstd_rand random;
  };

  Shard &shardOf(const std::string &key);
  std::shared_ptr<SecondLevel> shared() const;
  std::shared_ptr<const void> valueOf(Kept *kept, const Question &question) const;
  std::shared_ptr<const void> askShared(const Question &question, Making &making,
                                        SecondLevel &level);
  void keepHere(const Question &question, const Making &making,
                const std::shared_ptr<const void> &value, std::size_t bytes, TimePoint expiresAt);
  void end(const Question &question, const std::shared_ptr<Making> &making, Making::State state,
           const std::shared_ptr<const void> &value);
  TimePoint expiryOf(const Question &question);
  void clear();

  TagTable tags_;
  std::array<Shard, 16> shards_;
  std::atomic<std::size_t> shardsUsed_{1};
  std::atomic<bool> isSet_{false};
  std::atomic<bool> isOn_{false};
  std::atomic<Milliseconds::rep> local_{0};
  std::atomic<Milliseconds::rep> replicaLag_{0};
  mutable std::mutex settingsMutex_;
  std::shared_ptr<SecondLevel> shared_; ///< guarded by settingsMutex_; null: none
  SecondLevelSettings sharedSettings_;  ///< guarded likewise
  std::uint64_t sharedFailures_ = 0;    ///< of those that were replaced; guarded likewise
  std::atomic<bool> hasShared_{false};
  std::atomic<std::uint64_t> hits_{0};
  std::atomic<std::uint64_t> sharedHits_{0};
  std::atomic<std::uint64_t> misses_{0};
  std::atomic<std::uint64_t> coalesced_{0};
  std::atomic<std::uint64_t> invalidations_{0};
};

} // namespace repool::detail

#endif // REPOOL_SRC_CACHE_RESULTCACHE_H
