/// \file
/// Who may hold one of the `max` places of a pool: pure bookkeeping, the heart of the pool.
///
///   request -> Granted (with an idle connection, or with permission to open one)
///            | Waits (a ticket in the queue)  | Refused
///   giveBack -> perhaps a handover to the waiter that was first
///
/// A place is taken from the permission to open until the connection is idle or closed, so at no
/// instant are there more connections than places. Waiters are served first come, first served;
/// idle places are reused last in, first out. A thread that holds a place and asks for another is
/// nested: some places (the reserve) are lent to nested requests only, so that a second level
/// always ends; a third level, or a second one where there is no reserve, is refused when nothing
/// is free, because it might wait for itself. No mutex, no clock, no I/O: the pool brings these.

#ifndef REPOOL_SRC_SLOTS_H
#define REPOOL_SRC_SLOTS_H

#include "Clock.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace repool::detail {

/// Why a borrow got no connection.
enum class Refusal { DeadlinePassed, QueueFull, NestedTooDeep, ShutDown };

using Holder = std::uint64_t; ///< the thread that borrows
using Ticket = std::uint64_t;

struct Limits {
  std::size_t max = 10;
  std::size_t reserve = 1; ///< of these, for nested requests only; at most max - 1
  std::size_t maxWaiters = 10000;
};

struct Grant {
  std::size_t slot = 0;
  bool needsOpen = false; ///< the place is empty: open, or give it back
};

struct Answer {
  enum class Kind { Granted, Waits, Refused };

  Kind kind = Kind::Refused;
  Grant grant;
  Ticket ticket = 0;
  Refusal refusal = Refusal::DeadlinePassed;
};

/// A place that went from one holder to the waiter that was first.
struct Handover {
  Ticket ticket = 0;
  Grant grant;
};

class Slots {
public:
  explicit Slots(Limits limits);

  Answer request(Holder holder, TimePoint now, TimePoint deadline);

  /// \p isOpen: the place keeps an open connection. Else it is empty. A waiter whose deadline has
  /// passed gets nothing.
  std::optional<Handover> giveBack(std::size_t slot, bool isOpen, TimePoint now);

  /// Takes a waiter out of the queue. False if it is not there any more.
  bool leave(Ticket ticket);

  /// Empties all idle places and returns them, for a pool that ends.
  std::vector<std::size_t> takeIdle();

  std::size_t lent() const { return lent_; }

  std::size_t idle() const { return idle_.size(); }

  std::size_t waiting() const { return queue_.size(); }

  std::size_t heldBy(Holder holder) const;

  const Limits &limits() const { return limits_; }

private:
  struct Place {
    Holder holder = 0;
    bool isNested = false;
  };

  struct Waiter {
    Ticket ticket;
    Holder holder;
    bool isNested;
    TimePoint deadline;
  };

  bool hasRoomFor(bool isNested) const;
  Grant lend(Holder holder, bool isNested);
  void takeBack(std::size_t slot);

  Limits limits_;
  std::vector<Place> places_;
  std::vector<std::size_t> idle_;  ///< last in, first out
  std::vector<std::size_t> empty_; ///< last in, first out
  std::deque<Waiter> queue_;
  std::unordered_map<Holder, std::size_t> held_;
  std::size_t lent_ = 0;
  std::size_t lentAtFirstLevel_ = 0;
  Ticket lastTicket_ = 0;
};

} // namespace repool::detail

#endif // REPOOL_SRC_SLOTS_H
