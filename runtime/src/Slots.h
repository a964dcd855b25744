/// \file
/// Who may hold one of the `max` places of a pool, and for whom one is being opened: pure
/// bookkeeping, the heart of the pool.
///
///   request  -> Granted (an idle connection, or permission to open one) | Waits (a ticket) |
///   Refused giveBack, dialed, leave -> advance() -> handovers to those who waited, dials to begin
///
/// A place is taken from the permission to open until the connection is idle or closed, so at no
/// instant are there more connections than places. Connections of one shelf can stand in for one
/// another; shelves share the places, and an idle connection of one gives way when another needs
/// room. Waiters are served first come, first served; but who waits for a shelf that has
/// connections lets those pass who came at most Patience later and can be served by an idle one of
/// another shelf: to open costs more than to wait for what comes back. Idle connections are reused
/// last in, first out. A thread that holds a place and asks for another is nested: some places (the
/// reserve) are lent to nested requests only, so that a second level always ends; a third level, or
/// a second one where there is no reserve, is refused when nothing is free, because it might wait
/// for itself. Requests that are here only because a better endpoint failed get at most
/// `fallbackMax` places. No mutex, no clock, no I/O: the pool brings these.

#ifndef REPOOL_SRC_SLOTS_H
#define REPOOL_SRC_SLOTS_H

#include "Clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace repool::detail {

/// Why a borrow got no connection.
enum class Refusal { DeadlinePassed, QueueFull, NestedTooDeep, ShutDown };

using Holder = std::uint64_t; ///< the thread that borrows
using Ticket = std::int64_t;
using Shelf = std::uint32_t;

/// How much later one may have come and be served before; how long nothing is closed for a waiter
/// whose own shelf has connections.
constexpr Milliseconds Patience(50);

struct Limits {
  std::size_t max = 10;
  std::size_t reserve = 1; ///< of these, for nested requests only; at most max - 1
  std::size_t maxWaiters = 10000;
  std::size_t fallbackMax = 5;
};

struct Waiter; ///< the pool's; only handed on

struct Request {
  Shelf shelf = 0;
  Waiter *waiter = nullptr; ///< comes back with the handover
  Holder holder = 0;
  bool mayHold = true; ///< false: the holder is known to hold nothing, which saves a look
  TimePoint deadline;
  unsigned attempts = 1;   ///< failed dials that the requester will sit through
  bool isFallback = false; ///< a better endpoint failed
  bool opensItself = false;
  bool isFirst = false; ///< had a place, and a dead connection in it: goes before all others
};

struct Grant {
  std::size_t slot = 0;
  bool needsOpen = false; ///< close what is in the place, if anything, and open
};

struct Answer {
  enum class Kind { Granted, Waits, Refused };

  Kind kind = Kind::Refused;
  Grant grant;
  Ticket ticket = 0;
  Refusal refusal = Refusal::DeadlinePassed;
};

/// A place that went to the waiter that was first.
struct Handover {
  Waiter *waiter = nullptr;
  Grant grant;
};

/// A place in which a connection is to be opened for whoever comes first.
struct Dial {
  std::size_t slot = 0;
  Shelf shelf = 0;
};

/// Whether dials may begin now.
struct DialRule {
  std::size_t limit = 2; ///< at a time
  bool mayBegin = true;
};

struct Moves {
  std::vector<Handover> handovers;
  std::vector<Dial> dials;
  TimePoint again = TimePoint::max(); ///< when somebody's patience ends
};

class Slots {
public:
  explicit Slots(Limits limits);

  /// A shelf id is to be added before it is used.
  Shelf addShelf();

  /// Without an idle connection a requester that does not open itself always waits; call advance()
  /// next.
  Answer request(const Request &request, TimePoint now);

  /// Lends an idle connection if that needs no thought: nobody waits, and it is not nested. \p
  /// mayHold as in Request.
  bool lendIdle(Shelf shelf, Holder holder, bool mayHold, std::size_t &slot);

  /// \p isOpen: the place keeps an open connection. Else it is empty.
  void giveBack(std::size_t slot, bool isOpen);

  /// The end of a dial.
  void dialed(std::size_t slot, bool isOpen);

  /// Serves who can be served and says what to open. A waiter whose deadline has passed gets
  /// nothing.
  void advance(TimePoint now, const DialRule &rule, Moves &moves);

  /// A place to open a connection in that nobody has asked for; false if there is none.
  bool reserve(Shelf shelf, Dial &dial);

  /// An idle place whose connection is being closed, or looked after: dialed() tells the end of it.
  void beginClosing(std::size_t slot);

  /// Takes a waiter out of the queue. False if it is not there any more.
  bool leave(Ticket ticket);

  /// A dial of \p shelf failed: takes out those for whom it was the last attempt. \p isFinal: the
  /// last one for all of that shelf.
  std::vector<Waiter *> giveUp(Shelf shelf, bool isFinal);

  /// Takes out everyone who waits.
  std::vector<Waiter *> takeWaiters();

  /// Empties an idle place, to close what is in it.
  void takeIdle(std::size_t slot);

  /// The idle places of a shelf, the longest idle first.
  const std::vector<std::size_t> &idleOf(Shelf shelf) const { return shelves_[shelf].idle; }

  /// Whether a shelf has no connection and nobody wants one.
  bool isUnused(Shelf shelf) const;

  std::size_t heldBy(Holder holder) const;

  /// The holders of all places if no place is free and none will be without one of them; else none.
  std::vector<Holder> holdersIfFull() const;

  bool isWaiting(Ticket ticket) const;

  bool isLent(std::size_t slot) const { return places_[slot].state == State::Lent; }

  Holder holderOf(std::size_t slot) const { return places_[slot].holder; }

  Shelf shelfOf(std::size_t slot) const { return places_[slot].shelf; }

  std::size_t shelves() const { return shelves_.size(); }

  std::size_t lent() const { return lent_; }

  std::size_t idle() const { return idle_; }

  std::size_t dialing() const { return dialing_; }

  std::size_t lentOf(Shelf shelf) const { return shelves_[shelf].lent; }

  std::size_t dialingOf(Shelf shelf) const { return shelves_[shelf].dialing; }

  std::size_t waiting() const { return waiting_; }

  const Limits &limits() const { return limits_; }

private:
  enum class State { Empty, Idle, Dialing, Lent };

  struct Place {
    State state = State::Empty;
    Shelf shelf = 0;
    Holder holder = 0;
    bool isNested = false;
    bool isFallback = false;
  };

  struct Queued {
    Ticket ticket;
    Request request;
    TimePoint asked;
    bool isNested;
    bool isGone = false;
  };

  struct ShelfState {
    std::vector<std::size_t> idle; ///< last in, first out
    std::size_t lent = 0;
    std::size_t dialing = 0;
    std::size_t waiting = 0;
    std::size_t claimed = 0; ///< scratch of advance(): dials that some waiter counts on
  };

  /// What waiters may still get, while advance() goes through them.
  struct Room;

  using Queue = std::deque<Queued>; ///< by ticket

  static std::size_t classOf(bool isNested, bool isFallback) {
    return (isNested ? 1U : 0U) + (isFallback ? 2U : 0U);
  }

  bool hasRoomFor(bool isNested, bool isFallback) const;
  bool takePlaceToOpen(Shelf shelf, std::size_t &slot);
  void lend(std::size_t slot, const Request &request, bool isNested);
  bool serve(Queued &waiter, Moves &moves);
  bool canWaitForItsOwn(const Queued &waiter) const;
  bool canAnyPass() const;
  const Queued *find(Ticket ticket) const;
  void drop(Queued &waiter);
  void trim();

  Limits limits_;
  std::vector<Place> places_;
  std::vector<ShelfState> shelves_;
  std::vector<std::size_t> empty_; ///< last in, first out
  std::array<Queue, 4> queues_;    ///< by classOf(): each class has room or has none
  std::size_t waiting_ = 0;
  std::size_t lent_ = 0;
  std::size_t idle_ = 0;
  std::size_t dialing_ = 0;
  std::size_t lentAtFirstLevel_ = 0;
  std::size_t lentAsFallback_ = 0;
  Ticket lastTicket_ = 0;
  Ticket firstTicket_ = 0; ///< of those that go before all others: negative
};

} // namespace repool::detail

#endif // REPOOL_SRC_SLOTS_H
