/// \file
/// The connections to one server, database and user: the only place where a lock meets the
/// bookkeeping of Slots, the breaker and the retry rules.
///
///   borrow -> idle connection, looked at -> lent
///          -> none: wait; a worker dials, and what comes first serves, a return or the dial
///   giveBack -> made fresh -> to the first who waits, or idle
///
/// Nothing of a driver runs under the lock, nobody is called under it. When no connection can be
/// had the borrower gets a Failure and may try another pool. A pool that was closed refuses who
/// asks and closes what comes back. Never freed while the process lives, but given to another
/// server once nothing is left in it.

#ifndef REPOOL_SRC_POOL_H
#define REPOOL_SRC_POOL_H

#include "Breaker.h"
#include "Config.h"
#include "Connector.h"
#include "Retry.h"
#include "Slots.h"
#include "Tally.h"
#include "repool/events.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace repool::detail {

class Workers;
class Waits;

/// Where the program borrows: a place in its source, or an address in its code. For reports.
struct Origin {
  const char *file = nullptr;
  int line = 0;
  const void *address = nullptr;
};

/// "src/orders.cpp:41", or the name of the function that an address is in.
std::string textOf(const Origin &origin);

/// How long nothing of a shelf is to be lent before its connections are settled.
constexpr Milliseconds QuietTime(500);

/// Looks at a new connection of a link. Blame::None: it may serve.
using Check = std::function<Failure(Connection &connection, TimePoint deadline)>;

struct Ask {
  Shelf shelf = 0;
  std::uint64_t serial = 0;
  Holder holder = 0;
  bool holdsSome = false; ///< the holder has another connection, from whichever pool
  Origin origin;
  TimePoint asked;
  TimePoint deadline;
  TimePoint slice;         ///< when to try the next endpoint, if this one is what is slow
  bool isFallback = false; ///< an endpoint before this one failed
  bool hasNext = false;    ///< there is an endpoint after this one
  bool isOptional = false; ///< it need not be this endpoint: nobody waits longer than the slice
};

/// A connection and, if it is good, the place in the pool that it occupies.
struct Borrowed {
  Opened opened;
  std::size_t slot = 0;
  bool isStale = false; ///< the pool serves another server by now: look for the right one
};

class Pool {
public:
  Pool(Workers &workers, Waits &waits) : workers_(workers), waits_(waits) {}

  /// Makes it the pool of \p target's server. Only when it is new, or empty. What it has counted so
  /// far is added to \p ended.
  void serve(const Target &target, const Config &config, Tally &ended);

  /// The shelf for \p target's key, made if need be; `serial` is 0 if there is no room for one
  /// more.
  /// \p isLink: reached through the chain; \p check looks at each new connection then.
  Leg shelfFor(const Target &target, const std::shared_ptr<const Connector> &connector, bool isLink,
               Check check);

  /// The common case: an idle connection, good, and nobody waits. Null: ask borrow().
  std::unique_ptr<Connection> borrowIdle(const Ask &ask, std::size_t &slot);

  /// Throws only what the driver's local open throws.
  Borrowed borrow(const Ask &ask);

  /// \p marks: what is known of the borrower. \p isBroken: close it whatever it looks like.
  void giveBack(std::size_t slot, std::unique_ptr<Connection> connection, unsigned marks,
                bool isBroken) noexcept;

  /// What is known of the sessions behind a link's shelf.
  Sessions sessionsOf(const Leg &leg) const;

  /// The operator says that sessions behind that link are the handle's own.
  void believeSessions(const Leg &leg);

  /// The endpoint failed and the next one is asked; it serves again. Told once each.
  void noteAvoided(const std::string &why);
  void noteUsed();

  /// Opens a connection in advance, so that what is to be known of a link gets known.
  void warm(const Leg &leg);

  /// What was opened before now leads elsewhere: closed, or as soon as it comes back.
  void outdate();

  /// How much is asked of it now.
  std::size_t load() const;

  /// Whether a retry of something that failed may be made now; counts it.
  bool mayRetry();

  void count(std::uint64_t Tally::*what);

  /// What is due: probes, dials after a backoff, idle and old connections, leaks. Returns when the
  /// next thing will be.
  TimePoint tick(TimePoint now);

  /// Closes what is idle and fails who waits.
  void close();

  /// Whether nothing is lent or dialed any more; waits for it until \p deadline.
  bool isDrained(TimePoint deadline);

  /// Whether there is no connection, nobody who waits, and it has not been asked since \p then.
  bool isEmptySince(TimePoint then) const;

  std::vector<Holder> holdersIfFull() const;
  bool isWaiting(Ticket ticket) const;

  struct Gauges {
    std::size_t lent = 0;
    std::size_t idle = 0;
    std::size_t waiting = 0;
    std::size_t dialing = 0;
    std::size_t max = 0;
    std::size_t shelves = 0;
    bool isBreakerClosed = true;
    bool isServing = false; ///< it is the pool of some server now
    std::string place;
  };

  Gauges gauges(Tally &tally) const;

private:
  /// What belongs to one place of Slots.
  struct Seat {
    std::unique_ptr<Connection> connection; ///< while it is idle
    TimePoint openedAt;
    TimePoint expiresAt;
    TimePoint since; ///< lent or idle since
    Origin origin;
    bool isReported = false;
    bool isProbe = false;
    bool isOutdated = false;
  };

  struct ShelfInfo {
    std::string key;
    std::shared_ptr<const Connector> connector;
    Check check;
    std::uint64_t serial = 0;
    bool isLink = false;
    Sessions sessions = Sessions::Unknown;
    TimePoint refusedUntil; ///< turned out to be another database
    Failure refusal;
    bool needsSettling = false;
    TimePoint quietSince;
  };

  /// Happened under the lock, to be done without it.
  struct Afterwards;
  using Lock = std::unique_lock<std::mutex>;

  Borrowed refuse(Lock &lock, Refusal refusal, const Ask &ask);
  Borrowed failAtOnce(Lock &lock, Failure failure, std::uint64_t Tally::*why);
  bool await(Waiter &waiter, Ticket ticket, const Ask &ask, Borrowed &failed);
  bool isUsable(Connection &connection, TimePoint since, TimePoint now, TimePoint deadline);
  Borrowed openHere(std::size_t slot, std::unique_ptr<Connection> old, const Ask &ask);
  void takeBackEmpty(std::size_t slot, std::uint64_t Tally::*why);
  void dial(std::size_t slot) noexcept;
  void dialSucceeded(std::size_t slot, Opened &opened, TimePoint began, Breaker::Generation when,
                     Afterwards &after);
  void dialFailed(std::size_t slot, const Failure &failure, Breaker::Generation when,
                  Afterwards &after);
  void breakerOpened(Afterwards &after);
  void fail(const std::vector<Waiter *> &waiters, const Failure &failure, Afterwards &after);
  void advance(TimePoint now, Afterwards &after);
  void finish(Lock &lock, Afterwards &after);
  TimePoint quiet(Shelf shelf, TimePoint now);
  void closeOld(TimePoint now, Afterwards &after);
  void probe(TimePoint now, Afterwards &after);
  void findLeaks(TimePoint now, Afterwards &after);
  void retire(std::size_t slot, const char *why, Afterwards &after);
  void settleQuiet(TimePoint now);

  bool isOpen() const { return !isClosed_.load(std::memory_order_relaxed); }

  Milliseconds dialTime(const ShelfInfo &shelf) const;
  double random();
  std::string holdersText(TimePoint now) const;
  std::string explain(Refusal refusal, const Ask &ask) const;

  Workers &workers_;
  Waits &waits_;
  std::atomic<bool> isClosed_{false};
  std::atomic<bool> isAvoided_{false}; ///< a later endpoint of a chain serves instead

  mutable std::mutex mutex_; ///< guards all below
  Config config_;
  std::string server_;
  std::string place_;
  std::unique_ptr<Slots> slots_;
  std::vector<Seat> seats_;
  std::vector<ShelfInfo> shelves_;
  Breaker breaker_{Breaker::Settings{}};
  RetryBudget budget_;
  Tally tally_;
  Failure lastFailure_;
  Shelf lastFailedShelf_ = 0;
  unsigned failures_ = 0;     ///< dials that failed since one succeeded
  std::size_t dialLimit_ = 2; ///< 1 after a failure, until one succeeds
  TimePoint noDialBefore_;
  TimePoint lastAsked_;
  std::minstd_rand random_;
  std::condition_variable isDrained_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_POOL_H
