#include "ResultCache.h"

#include "../Loan.h"
#include "repool/cache.h"

#include <algorithm>
#include <utility>

namespace repool::detail {

namespace {

struct Offer {
  MakeSecondLevel make;
  std::string url;
  const Offer *replaced; ///< not freed: another thread may be about to look at it
};

std::atomic<const Offer *> offer{nullptr};

bool isEqual(const SecondLevelSettings &one, const SecondLevelSettings &other) {
  return one.url == other.url && one.prefix == other.prefix && one.deadline == other.deadline;
}

std::shared_ptr<Making> makingOf(const Question &question, const TagTable &tags) {
  auto making = std::make_shared<Making>();
  making->type = question.type;
  making->maker = thisThread();
  making->tags = question.tags;
  std::sort(making->tags.begin(), making->tags.end());
  making->tags.erase(std::unique(making->tags.begin(), making->tags.end()), making->tags.end());
  making->stamps = tags.stampsOf(making->tags);
  return making;
}

} // namespace

void offerSecondLevel(MakeSecondLevel make, const std::string &url) {
  auto *const next = new Offer{make, url, offer.load()};
  while (!offer.compare_exchange_weak(next->replaced, next))
    ;
}

void ResultCache::configure(const CacheSettings &settings, Milliseconds replicaLag) {
  // One of many shards must not be too small for what fits in all of it.
  const std::size_t shards = std::clamp<std::size_t>(
      std::min(settings.entries / 256, settings.bytes >> 21), 1, shards_.size());
  shardsUsed_.store(shards);
  for (Shard &shard : shards_) {
    const Lock lock(shard.mutex);
    shard.sieve.bound(std::max<std::size_t>(settings.entries / shards, 1), settings.bytes / shards);
    shard.random.seed(std::random_device{}());
  }
  local_.store(settings.local.count());
  replicaLag_.store(replicaLag.count());
  {
    const Lock lock(settingsMutex_);
    const Offer *const offered = offer.load();
    const MakeSecondLevel make = offered ? offered->make : nullptr;
    SecondLevelSettings level = settings.shared;
    if (offered && level.url.empty())
      level.url = offered->url;
    // It is kept where nothing has changed: it may know invalidations that are still to be told.
    if (!make || level.url.empty() || !shared_ || !isEqual(level, sharedSettings_)) {
      sharedFailures_ += shared_ ? shared_->failures() : 0;
      shared_ = make && !level.url.empty() ? make(level) : nullptr;
    }
    sharedSettings_ = level;
    hasShared_.store(shared_ != nullptr);
  }
  isOn_.store(settings.isOn);
  isSet_.store(true, std::memory_order_release);
}

void ResultCache::reset() {
  isSet_.store(false);
  isOn_.store(false);
  clear();
}

void ResultCache::turn(bool isOn) {
  if (isOn_.exchange(isOn) != isOn)
    clear();
}

// What is being made stays with its makers, and is not kept here: their stamps are old.
void ResultCache::clear() {
  for (Shard &shard : shards_) {
    Sieve::Gone gone;
    {
      const Lock lock(shard.mutex);
      shard.sieve.clear(gone);
      for (const auto &[key, making] : shard.making)
        making->isOutdated = true;
    }
  }
}

ResultCache::Shard &ResultCache::shardOf(const std::string &key) {
  return shards_[std::hash<std::string>()(key) % shardsUsed_.load(std::memory_order_relaxed)];
}

std::shared_ptr<SecondLevel> ResultCache::shared() const {
  if (!hasShared_.load(std::memory_order_relaxed))
    return nullptr;
  const Lock lock(settingsMutex_);
  return shared_;
}

/// What is kept here, if it may be given to who asks.
std::shared_ptr<const void> ResultCache::valueOf(Kept *kept, const Question &question) const {
  if (!kept || kept->type != question.type || question.asked >= kept->expiresAt ||
      !tags_.isCurrent(kept->stamps))
    return nullptr;
  return kept->value;
}

std::shared_ptr<const void> ResultCache::begin(const Question &question,
                                               std::shared_ptr<Making> &making) {
  Shard &shard = shardOf(question.key);
  {
    Lock lock(shard.mutex);
    Kept *const kept = shard.sieve.find(question.key);
    std::shared_ptr<const void> value = valueOf(kept, question);
    if (value && (question.asked < kept->askedAnewAt || !hasShared_.load())) {
      hits_.fetch_add(1, std::memory_order_relaxed);
      return value;
    }
    making = makingOf(question, tags_);
    std::shared_ptr<Making> &known = shard.making[question.key];
    if (known && known->type == question.type && known->maker != making->maker &&
        !known->isOutdated && tags_.isCurrent(known->stamps)) {
      const std::shared_ptr<Making> other = known;
      coalesced_.fetch_add(1, std::memory_order_relaxed);
      other->isOver.wait_until(lock, question.deadline,
                               [&] { return other->state != Making::State::Running; });
      if (other->state == Making::State::Done) {
        making = nullptr;
        return other->value;
      }
    } else {
      known = making; // who makes it already began too early for those who come now
    }
  }
  if (const std::shared_ptr<SecondLevel> level = shared())
    if (std::shared_ptr<const void> value = askShared(question, *making, *level)) {
      end(question, making, Making::State::Done, value);
      making = nullptr;
      return value;
    }
  misses_.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

// What is kept here may only have to be asked for anew: the versions tell, without the value.
std::shared_ptr<const void> ResultCache::askShared(const Question &question, Making &making,
                                                   SecondLevel &level) {
  Shard &shard = shardOf(question.key);
  bool isHere = false;
  {
    const Lock lock(shard.mutex);
    isHere = valueOf(shard.sieve.find(question.key), question) != nullptr;
  }
  SecondLevel::Read read = level.read(question.key, making.tags, question.isText && !isHere);
  if (isHere) {
    const Lock lock(shard.mutex);
    Kept *const kept = shard.sieve.find(question.key);
    std::shared_ptr<const void> value = valueOf(kept, question);
    if (value && (!read.isAnswered || kept->versions == read.versions)) {
      kept->askedAnewAt = Clock::now() + Milliseconds(local_.load());
      hits_.fetch_add(1, std::memory_order_relaxed);
      return value;
    }
  }
  if (isHere && read.isAnswered && question.isText)
    read = level.read(question.key, making.tags, true);
  if (!read.isAnswered)
    return nullptr;
  const TimePoint now = Clock::now();
  making.versions = std::move(read.versions);
  for (std::size_t i = 0; i < making.tags.size() && i < making.versions.size(); ++i)
    tags_.see(making.tags[i], making.versions[i], now);
  if (!read.value)
    return nullptr;
  sharedHits_.fetch_add(1, std::memory_order_relaxed);
  const auto text = std::make_shared<const std::string>(std::move(*read.value));
  keepHere(question, making, text, cacheWeight(*text), now + read.left);
  return text;
}

void ResultCache::keep(const Question &question, const std::shared_ptr<Making> &making,
                       const std::shared_ptr<const void> &value, std::size_t bytes) {
  const TimePoint expiresAt = expiryOf(question);
  keepHere(question, *making, value, bytes, expiresAt);
  end(question, making, Making::State::Done, value);
  const auto left = std::chrono::duration_cast<Milliseconds>(expiresAt - Clock::now());
  const std::shared_ptr<SecondLevel> level = question.isText ? shared() : nullptr;
  if (level && !making->versions.empty() && left.count() > 0)
    level->write(question.key, making->versions, *static_cast<const std::string *>(value.get()),
                 left);
}

void ResultCache::giveUp(const Question &question, const std::shared_ptr<Making> &making) {
  end(question, making, Making::State::Failed, nullptr);
}

void ResultCache::keepHere(const Question &question, const Making &making,
                           const std::shared_ptr<const void> &value, std::size_t bytes,
                           TimePoint expiresAt) {
  Kept kept;
  kept.value = value;
  kept.type = question.type;
  kept.bytes = bytes;
  kept.expiresAt = expiresAt;
  kept.askedAnewAt = Clock::now() + Milliseconds(local_.load());
  kept.stamps = making.stamps;
  kept.versions = making.versions;
  Sieve::Gone gone; // outlives the lock
  Shard &shard = shardOf(question.key);
  const Lock lock(shard.mutex);
  if (!making.isOutdated && tags_.isCurrent(making.stamps) && isOn())
    shard.sieve.put(question.key, std::move(kept), gone);
}

void ResultCache::end(const Question &question, const std::shared_ptr<Making> &making,
                      Making::State state, const std::shared_ptr<const void> &value) {
  Shard &shard = shardOf(question.key);
  const Lock lock(shard.mutex);
  making->state = state;
  making->value = value;
  const auto found = shard.making.find(question.key);
  if (found != shard.making.end() && found->second == making)
    shard.making.erase(found);
  making->isOver.notify_all();
}

// Counted from when it was asked for, since what is made is as old as that; up to a tenth earlier.
TimePoint ResultCache::expiryOf(const Question &question) {
  Shard &shard = shardOf(question.key);
  const Lock lock(shard.mutex);
  const double early = std::uniform_real_distribution<double>(0, 0.1)(shard.random);
  return question.asked +
         std::chrono::duration_cast<Clock::duration>(question.timeToLive * (1 - early));
}

void ResultCache::invalidate(const std::vector<std::string> &tags) {
  invalidations_.fetch_add(tags.size(), std::memory_order_relaxed);
  for (const std::string &tag : tags)
    tags_.invalidate(tag, Clock::now());
  if (const std::shared_ptr<SecondLevel> level = shared())
    level->invalidate(tags);
  // Who began between the two has seen the old version there and the new one here.
  if (hasShared_.load(std::memory_order_relaxed))
    for (const std::string &tag : tags)
      tags_.invalidate(tag, Clock::now());
}

bool ResultCache::needsPrimary(const Making &making, TimePoint now) const {
  const Milliseconds lag(replicaLag_.load(std::memory_order_relaxed));
  return lag.count() > 0 && tags_.hasChangedSince(making.stamps, now - lag);
}

ResultCache::Counts ResultCache::counts() const {
  Counts counts;
  counts.hits = hits_.load(std::memory_order_relaxed);
  counts.sharedHits = sharedHits_.load(std::memory_order_relaxed);
  counts.misses = misses_.load(std::memory_order_relaxed);
  counts.coalesced = coalesced_.load(std::memory_order_relaxed);
  counts.invalidations = invalidations_.load(std::memory_order_relaxed);
  counts.isOn = isOn();
  for (const Shard &shard : shards_) {
    const Lock lock(shard.mutex);
    counts.entries += shard.sieve.entries();
    counts.bytes += shard.sieve.bytes();
    counts.evictions += shard.sieve.evictions();
  }
  const Lock lock(settingsMutex_);
  counts.sharedFailures = sharedFailures_ + (shared_ ? shared_->failures() : 0);
  counts.isSharedDown = shared_ && shared_->isDown();
  return counts;
}

} // namespace repool::detail
