// The public functions of the cache, and one call of cached() from its beginning to its end.

#include "../Fork.h"
#include "../Loan.h"
#include "../Registry.h"
#include "ResultCache.h"
#include "repool/cache.h"

#include <optional>

namespace repool {
namespace detail {

struct LookupState {
  ResultCache &cache;
  Question question;
  unsigned generation; ///< a child after fork leaves the parent's cache alone
  std::shared_ptr<Making> making;
  std::optional<PrimaryOnly> primaryOnly; ///< while the value is made
};

Lookup::Lookup(const std::string &key, const Tags &tags, std::chrono::milliseconds timeToLive,
               const void *type, bool isText)
    : state_(nullptr) {
  Registry &registry = Registry::ofThisProcess();
  ResultCache &cache = registry.cache();
  if (!cache.isOn() || timeToLive.count() <= 0)
    return;
  const TimePoint now = Clock::now();
  const Question question = {key, tags, timeToLive, type, isText, now, now + registry.deadline()};
  std::shared_ptr<Making> making;
  try {
    value_ = cache.begin(question, making);
    if (making)
      state_ = new LookupState{cache, question, forkGeneration(), making, std::nullopt};
  } catch (...) { // out of memory: it is made as if there were no cache
    if (making)
      cache.giveUp(question, making);
    return;
  }
  if (state_ && cache.needsPrimary(*making, now))
    state_->primaryOnly.emplace();
}

Lookup::~Lookup() {
  if (state_ && state_->making && state_->generation == forkGeneration())
    state_->cache.giveUp(state_->question, state_->making);
  delete state_;
}

void Lookup::keep(const std::shared_ptr<const void> &value, std::size_t bytes) noexcept {
  if (!state_ || !state_->making || state_->generation != forkGeneration())
    return;
  try {
    state_->cache.keep(state_->question, state_->making, value, bytes);
    state_->making = nullptr;
  } catch (...) {
    // out of memory: the destructor tells those who wait
  }
}

} // namespace detail

void invalidate(const std::string &tag) {
  invalidateTags(Tags(1, tag));
}

void invalidateTags(const Tags &tags) {
  detail::Registry::ofThisProcess().cache().invalidate(tags);
}

} // namespace repool
