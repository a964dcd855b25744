/// \file
/// What a driver is to the core: a connector opens, a connection is one open session.
///
///   source -> Connector::connect() -> Connection -> lent, reset, lent ... -> destroyed (closed)
///
/// The core calls none of these under a lock, and each connection from one thread at a time. A
/// connect that fails is not an error of the core: it is what the site gets. Names no database.

#ifndef REPOOL_SRC_CONNECTOR_H
#define REPOOL_SRC_CONNECTOR_H

#include <memory>
#include <string>

namespace repool::detail {

/// One open session and the client library's handle on it. Destroying it closes the session.
class Connection {
public:
  Connection() = default;
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;
  virtual ~Connection() = default;

  /// The client library's handle, as a pointer to exactly the type of the lease.
  virtual void *handle() noexcept = 0;

  /// Whether an idle connection can still be lent. Never blocks.
  virtual bool isAlive() noexcept = 0;

  /// Makes a session that comes back look like a new one; \p keepSession: the borrower is known to
  /// have left nothing, so only an open transaction is looked for. False: close it instead.
  virtual bool makeFresh(bool keepSession) noexcept = 0;

  /// Called once on a new connection that will be lent more than once: the time to look at what
  /// makeFresh() must bring back.
  virtual void enroll() {}

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
  int code = 0; ///< as the client library's open returns it
};

/// Why a borrow got no connection.
enum class Refusal { DeadlinePassed, QueueFull, NestedTooDeep, ShutDown };

/// How one call opens its connection. Immutable; shared between threads.
class Connector {
public:
  Connector() = default;
  Connector(const Connector &) = delete;
  Connector &operator=(const Connector &) = delete;
  virtual ~Connector() = default;

  /// Equal keys may share sessions. Every parameter that the client library resolves is in it, the
  /// secret as a digest. Empty: must not be pooled.
  virtual std::string poolKey() const = 0;

  /// For messages: server, database and user; never a secret.
  virtual std::string describe() const = 0;

  /// Opens with the call's own arguments. Throws only what the client library throws.
  virtual Opened connect() const = 0;

  /// What the site gets when the runtime has no connection for it: a failed handle that carries
  /// \p message, or the client library's exception.
  virtual Opened refuse(const std::string &message) const = 0;
};

} // namespace repool::detail

#endif // REPOOL_SRC_CONNECTOR_H
