/// \file
/// The connections of one key: the only place where a lock meets the bookkeeping of Slots.
///
/// Nothing of a driver runs under the lock: permission to open, or an idle connection, is taken
/// under it, used outside. When no connection can be had the borrower gets the driver's refusal.
/// A pool that was closed refuses who asks and closes what comes back.

#ifndef REPOOL_SRC_POOL_H
#define REPOOL_SRC_POOL_H

#include "Config.h"
#include "Connector.h"
#include "Counters.h"
#include "Slots.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace repool::detail {

/// A connection and, if it is good, the place in the pool that it occupies.
struct Borrowed {
  Opened opened;
  std::size_t slot = 0;
};

class Pool {
public:
  Pool(std::shared_ptr<const Connector> connector, const Config &config, Counters &counters);

  /// Waits until the configured deadline. Throws only what the driver's open or refusal throws.
  Borrowed borrow(Holder holder);

  /// \p marks: what is known of the borrower. \p isBroken: close it whatever it looks like.
  void giveBack(std::size_t slot, std::unique_ptr<Connection> connection, unsigned marks,
                bool isBroken) noexcept;

  /// Closes what is idle and fails who waits.
  void close();

  /// Whether nothing is lent any more; waits for it until \p deadline.
  bool isDrained(TimePoint deadline);

  struct Gauges {
    std::size_t lent;
    std::size_t idle;
    std::size_t waiting;
  };

  Gauges gauges() const;

private:
  struct Waiter {
    std::condition_variable isServed;
    std::variant<std::monostate, Grant, Refusal> outcome;
  };

  std::variant<Grant, Refusal> take(Holder holder, std::unique_ptr<Connection> &idle);
  Borrowed refuse(Refusal refusal, Holder holder);
  Opened openIfNeeded(std::unique_ptr<Connection> idle);
  void putBack(std::size_t slot, std::unique_ptr<Connection> connection);
  bool isClosed() const;
  std::string explain(Refusal refusal, Holder holder) const;

  const std::shared_ptr<const Connector> connector_;
  const Milliseconds deadline_;
  Counters &counters_;

  mutable std::mutex mutex_;
  Slots slots_;                                          ///< guarded by mutex_
  std::vector<std::unique_ptr<Connection>> connections_; ///< guarded by mutex_; of idle places
  std::unordered_map<Ticket, Waiter *> waiters_;         ///< guarded by mutex_
  std::condition_variable isDrained_;
  bool isClosed_ = false; ///< guarded by mutex_
};

} // namespace repool::detail

#endif // REPOOL_SRC_POOL_H
