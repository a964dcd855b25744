#include "Fork.h"

#include <atomic>
#include <pthread.h>

namespace repool::detail {

namespace {

std::atomic<unsigned> generation{0};

// Registered at load time, not at first use: a first use in another thread at the very moment of a
// fork would leave the child waiting for an initialisation that never ends.
[[maybe_unused]] const int registered =
    pthread_atfork(nullptr, nullptr, [] { generation.fetch_add(1, std::memory_order_relaxed); });

} // namespace

unsigned forkGeneration() noexcept {
  return generation.load(std::memory_order_relaxed);
}

} // namespace repool::detail
