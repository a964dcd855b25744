/// \file
/// The versions of tags: what was made under an old one is no longer kept.
///
///   invalidate("pitches")  ->  its slot counts on;  a value whose stamps are not current is gone
///
/// A fixed number of slots, so that tags like "pitch:4711" need no memory; two tags that share one
/// are invalidated together, which costs a value and never shows an old one. Lock-free.

#ifndef REPOOL_SRC_CACHE_TAGTABLE_H
#define REPOOL_SRC_CACHE_TAGTABLE_H

#include "../Clock.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace repool::detail {

class TagTable {
public:
  struct Stamp {
    std::uint32_t slot;
    std::uint64_t version;
  };

  TagTable() : slots_(std::make_unique<Slot[]>(Size)) {}

  std::vector<Stamp> stampsOf(const std::vector<std::string> &tags) const {
    std::vector<Stamp> stamps;
    stamps.reserve(tags.size());
    for (const std::string &tag : tags) {
      const std::uint32_t slot = slotOf(tag);
      stamps.push_back({slot, slots_[slot].version.load(std::memory_order_acquire)});
    }
    return stamps;
  }

  bool isCurrent(const std::vector<Stamp> &stamps) const {
    for (const Stamp &stamp : stamps)
      if (slots_[stamp.slot].version.load(std::memory_order_acquire) != stamp.version)
        return false;
    return true;
  }

  void invalidate(const std::string &tag, TimePoint now) {
    Slot &slot = slots_[slotOf(tag)];
    slot.changedAt.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    slot.version.fetch_add(1, std::memory_order_acq_rel);
  }

  /// What the second level calls the version of \p tag. One that was not known here may be new.
  void see(const std::string &tag, const std::string &version, TimePoint now) {
    Slot &slot = slots_[slotOf(tag)];
    const std::uint64_t hash = std::hash<std::string>()(version);
    if (slot.seen.exchange(hash, std::memory_order_relaxed) != hash)
      slot.changedAt.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  }

  /// Whether one of the tags was invalidated after \p then, as far as this process knows.
  bool hasChangedSince(const std::vector<Stamp> &stamps, TimePoint then) const {
    for (const Stamp &stamp : stamps)
      if (slots_[stamp.slot].changedAt.load(std::memory_order_relaxed) >
          then.time_since_epoch().count())
        return true;
    return false;
  }

private:
  static constexpr std::uint32_t Size = 1U << 15;

  struct Slot {
    std::atomic<std::uint64_t> version{0};
    std::atomic<Clock::rep> changedAt{0};
    std::atomic<std::uint64_t> seen{0};
  };

  static std::uint32_t slotOf(const std::string &tag) {
    return static_cast<std::uint32_t>(std::hash<std::string>()(tag) % Size);
  }

  std::unique_ptr<Slot[]> slots_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_CACHE_TAGTABLE_H
