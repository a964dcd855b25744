/// \file
/// What a driver is to the core: a connector opens, a connection is one open session.
///
///   source -> Connector::connect() -> Connection -> lent, reset, lent ... -> destroyed (closed)
///
/// The core calls none of these under a lock, and each connection from one thread at a time, though
/// not always the same one: a connection may be opened by a thread of the runtime. A connect that
/// fails is not an error of the core: it is what the site gets. Names no database.

#ifndef REPOOL_SRC_CONNECTOR_H
#define REPOOL_SRC_CONNECTOR_H

#include "Clock.h"
#include "Route.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace repool::detail {

/// Whose fault it is that there is no connection: decides about breaker, retry and the next link.
enum class Blame {
  None,
  Server,   ///< unreachable, starting up, no answer in time: counts, try again, try the next link
  Overload, ///< the server is there and has no place: counts, back off, not the same server again
  Caller,   ///< wrong password, unknown database, bad text: final, never counts
  Foreign,  ///< not provably the database that the call names: another link must serve
  Pool      ///< the runtime's own refusal: all in use, queue full, shutting down
};

/// Why there is no connection, in the words of who refused.
struct Failure {
  Blame blame = Blame::None;
  int code = 0;      ///< as the client library's open returns it; 0: the driver picks one
  std::string state; ///< SQLSTATE, where there is one
  std::string message;
};

/// Where a server stands among those that hold the same data.
struct Standing {
  std::string cluster; ///< equal for a primary and its replicas, as long as these follow it
  bool isReplica = false;
  std::int64_t startedAt = 0;            ///< tells the servers of a cluster apart, and its restarts
  std::optional<std::uint64_t> position; ///< how much of the cluster's history it has applied
};

/// One open session and the client library's handle on it. Destroying it closes the session.
class Connection {
public:
  Connection() = default;
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;
  virtual ~Connection() = default;

  /// The client library's handle, as a pointer to exactly the type of the lease.
  virtual void *handle() noexcept = 0;

  /// Whether an idle connection can still be lent: finishes a reset that makeFresh() has left on
  /// its way, then looks without a round trip. Ends by \p deadline.
  virtual bool isAlive(TimePoint deadline) noexcept = 0;

  /// A round trip to the server itself, for connections that have been idle for long.
  virtual bool answers(TimePoint) noexcept { return true; }

  /// Whether the borrower's handle shows that the server was lost. Only looks.
  virtual bool isBroken() noexcept { return false; }

  /// Whether the borrower has left a transaction open. Only looks; for the count.
  virtual bool hasOpenTransaction() noexcept { return false; }

  /// Makes a session that comes back look like a new one; \p keepSession: the borrower is known to
  /// have left nothing, so only an open transaction is looked for. False: close it instead. May
  /// leave the last answer for isAlive() to wait for, which gets it off the request's path.
  virtual bool makeFresh(bool keepSession, TimePoint deadline) noexcept = 0;

  /// Called once on a new connection that will be lent more than once: the time to look at what
  /// makeFresh() must bring back. May throw; the connection is closed then.
  virtual void enroll() {}

  /// Called about a second after the last connection of a shelf came back, on idle ones.
  /// False: close it.
  virtual bool settle() noexcept { return true; }

  /// What tells the database behind from every other: equal for two connections if and only if
  /// they lead to the same one. Empty: unknown.
  virtual std::string identity(TimePoint) { return {}; }

  /// Nothing: the server does not say, or knows no replicas.
  virtual std::optional<Standing> standing(TimePoint) { return std::nullopt; }

  /// Whether the session is this handle's alone: true on a server, unknown (false) behind a pooler.
  virtual bool hasOwnSession(TimePoint) { return false; }

  /// Gives a failed handle away: the caller closes it.
  virtual void disown() noexcept = 0;

  /// Lets go of a session that belongs to the parent of a fork: nothing may be sent on it. The
  /// object is not destroyed afterwards.
  virtual void abandon() noexcept = 0;
};

/// What an open gave: a good connection, or one whose handle tells the site what went wrong.
struct Opened {
  std::unique_ptr<Connection> connection;
  bool isGood = false;
  int code = 0;    ///< as the client library's open returns it
  Failure failure; ///< if it is not good
};

/// Which sessions are alike, and where they count.
struct Target {
  std::string key;    ///< equal keys may share sessions: every parameter, the secret as a digest
  std::string server; ///< equal servers share `max`: server, database, user
  std::string place;  ///< the same for people: "app@db:5432/shop"; never a secret

  /// Empty keys must not be pooled.
  bool isPooled() const { return !key.empty(); }
};

/// How one call opens its connection. Immutable but for what it remembers of its pool; shared
/// between threads.
class Connector {
public:
  Connector() = default;
  Connector(const Connector &) = delete;
  Connector &operator=(const Connector &) = delete;

  virtual ~Connector() { delete route_.load(std::memory_order_relaxed); }

  /// Where the core remembers which pools serve this connector; its own affair.
  std::atomic<const Route *> &route() const { return route_; }

  virtual Target target() const = 0;

  /// A number that differs whenever target() might: made of the environment it depends on. Cheap,
  /// since each borrow asks.
  virtual std::uint64_t stamp() const noexcept { return 0; }

  /// True: opening asks no server, so the borrower opens it itself; no breaker, no retry, no links.
  virtual bool isLocal() const noexcept { return false; }

  /// Opens with the call's own arguments, exactly as the call did. Throws what that throws.
  virtual Opened connectAsCalled() const = 0;

  /// Opens for a pool: gives up at \p deadline, throws nothing, and tells blame.
  virtual Opened connect(TimePoint deadline) const = 0;

  /// The same call over another way to the same database, given as \p url: what that says wins, the
  /// rest is the call's own. Null if that names another user, database or startup options, or is
  /// not for this driver.
  virtual std::shared_ptr<const Connector> via(const std::string & /*url*/) const {
    return nullptr;
  }

  /// What the site gets when there is no connection for it: a failed handle that carries the
  /// message, or the client library's exception.
  virtual Opened refuse(const Failure &failure) const = 0;

private:
  mutable std::atomic<const Route *> route_{nullptr};
};

} // namespace repool::detail

#endif // REPOOL_SRC_CONNECTOR_H
