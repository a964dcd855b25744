/// \file
/// Threads that hold a connection and wait for another one: to notice when they wait for each
/// other.
///
///   thread 1 holds A, waits for B; thread 2 holds B, waits for A   ->   the second is refused
///
/// Asked only by a thread that holds something and is about to wait, which is rare. Its lock is
/// taken before a pool's, never after.

#ifndef REPOOL_SRC_WAITS_H
#define REPOOL_SRC_WAITS_H

#include "Slots.h"

#include <mutex>
#include <unordered_map>

namespace repool::detail {

class Pool;

class Waits {
public:
  /// Notes that \p holder waits for \p pool. False, and it is not noted: it would wait for ever,
  /// since all who could give a connection back wait themselves.
  bool begin(Holder holder, const Pool &pool, Ticket ticket);

  void end(Holder holder);

private:
  struct Wait {
    const Pool *pool;
    Ticket ticket;
  };

  bool isStuck(const Pool &asked) const;

  std::mutex mutex_;
  std::unordered_map<Holder, Wait> waiting_; ///< guarded by mutex_
};

} // namespace repool::detail

#endif // REPOOL_SRC_WAITS_H
