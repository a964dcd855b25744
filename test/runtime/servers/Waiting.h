/// \file
/// Waiting for something to become true, instead of sleeping and hoping.
///
/// Limits are generous: they only say when a test gives up, never how fast a thing must be.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_WAITING_H
#define REPOOL_TEST_RUNTIME_SERVERS_WAITING_H

#include <chrono>
#include <thread>

namespace repool::test {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// Whether \p condition came true within \p limit; it is asked every few milliseconds.
template <class Condition>
bool eventually(Condition condition, Milliseconds limit = std::chrono::seconds(30)) {
  const auto end = Clock::now() + limit;
  while (!condition()) {
    if (Clock::now() >= end)
      return condition();
    std::this_thread::sleep_for(Milliseconds(5));
  }
  return true;
}

/// How long \p body ran.
template <class Body> Milliseconds timeOf(Body body) {
  const auto start = Clock::now();
  body();
  return std::chrono::duration_cast<Milliseconds>(Clock::now() - start);
}

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_WAITING_H
