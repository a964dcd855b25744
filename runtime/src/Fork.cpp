#include "Fork.h"

#include <array>
#include <atomic>
#include <cassert>
#include <ctime>
#include <pthread.h>

namespace repool::detail {

namespace {

constexpr long LongestWait = 50'000'000; ///< ns

std::atomic<unsigned> generation{0};

/// Library calls under way; the number is the only thing that a child has to set right.
std::atomic<unsigned> calls{0};
std::atomic<unsigned> forks{0}; ///< under way; of several threads, perhaps

// Without constructors, because others register while the program is loaded, in any order.
std::array<std::mutex *, 8> heldMutexes;
std::size_t heldCount;

void lockHeld() {
  for (std::size_t i = 0; i < heldCount; ++i)
    heldMutexes[i]->lock();
}

void unlockHeld() {
  for (std::size_t i = heldCount; i-- > 0;)
    heldMutexes[i]->unlock();
}

void pause(long nanoseconds) {
  const timespec time{0, nanoseconds};
  nanosleep(&time, nullptr);
}

// Neither waits for a lock: a thread that is gone in the child may have held it. Who begins a call
// while a fork is under way lets it pass first, but not for longer than the fork would wait.
void beforeFork() {
  forks.fetch_add(1);
  constexpr long Step = 100'000;
  for (long waited = 0; calls.load() != 0 && waited < LongestWait; waited += Step)
    pause(Step);
  lockHeld();
}

void inParent() {
  unlockHeld();
  forks.fetch_sub(1);
}

void inChild() {
  unlockHeld();
  calls.store(0);
  forks.store(0);
  generation.fetch_add(1, std::memory_order_relaxed);
}

// Registered at load time, not at first use: a first use in another thread at the very moment of a
// fork would leave the child waiting for an initialisation that never ends.
[[maybe_unused]] const int registered = pthread_atfork(beforeFork, inParent, inChild);

} // namespace

unsigned forkGeneration() noexcept {
  return generation.load(std::memory_order_relaxed);
}

bool holdAcrossFork(std::mutex &mutex) {
  assert(heldCount < heldMutexes.size() && "more mutexes to hold across fork than were foreseen");
  heldMutexes[heldCount++] = &mutex;
  return true;
}

LibraryCall::LibraryCall() noexcept : generation_(forkGeneration()) {
  constexpr long Step = 50'000;
  for (long waited = 0;; waited += Step) {
    calls.fetch_add(1);
    if (forks.load() == 0 || waited >= LongestWait)
      return;
    calls.fetch_sub(1);
    pause(Step);
  }
}

LibraryCall::~LibraryCall() {
  if (generation_ == forkGeneration())
    calls.fetch_sub(1);
}

} // namespace repool::detail
