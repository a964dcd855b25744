#include "Events.h"

#include <atomic>
#include <cstdio>

namespace repool::detail {

namespace {

struct Hook {
  void (*call)(const repool_event *event, void *context); ///< null: stderr
  void *context;
  const Hook *replaced; ///< not freed: another thread may be about to call it
};

std::atomic<const Hook *> hook{nullptr};

const Hook *current() noexcept {
  const Hook *const last = hook.load(std::memory_order_acquire);
  return last && last->call ? last : nullptr;
}

/// What an event calls itself on stderr; null: not written there.
const char *nameOf(repool_event_kind kind) {
  switch (kind) {
  case REPOOL_BREAKER_OPENED:
    return "not asked any more for now";
  case REPOOL_BREAKER_CLOSED:
    return "answers again";
  case REPOOL_FALLBACK:
    return "the next endpoint serves instead";
  case REPOOL_FAILBACK:
    return "serves again";
  case REPOOL_FOREIGN:
    return "not used, because it is not provably the same database";
  case REPOOL_LEAK:
    return "a connection is lent for long";
  case REPOOL_LEAK_ENDED:
    return "a connection that was lent for long is back";
  case REPOOL_REPLICA_SKIPPED:
    return "this replica is not read from";
  case REPOOL_REPLICA_FIT:
    return "this replica is fresh enough to be read from";
  default:
    return nullptr;
  }
}

} // namespace

bool isHeard(repool_event_kind kind) noexcept {
  return current() || nameOf(kind);
}

void tell(repool_event_kind kind, const std::string &place, const std::string &detail) noexcept {
  if (const Hook *const to = current()) {
    const repool_event event = {kind, place.c_str(), detail.c_str()};
    to->call(&event, to->context);
  } else if (const char *const name = nameOf(kind)) {
    std::fprintf(stderr, "repool: %s: %s%s%s\n", place.c_str(), name, detail.empty() ? "" : ": ",
                 detail.c_str());
  }
}

} // namespace repool::detail

extern "C" void repool_on_event(void (*call)(const repool_event *event, void *context),
                                void *context) {
  using repool::detail::hook;
  auto *const next = new repool::detail::Hook{call, context, hook.load()};
  while (!hook.compare_exchange_weak(next->replaced, next))
    ;
}
