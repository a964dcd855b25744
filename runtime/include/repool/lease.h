/// \file
/// What migrated code holds: a source says how a connection is opened, a lease is one borrowed.
///
///   auto lease = repool::withDatabase(source);              the lease gives back at scope end
///   auto title = repool::withDatabase(source, callback);    borrow, call, give back
///
/// The same for every driver; `pq.h`, `pqxx.h` and `sqlite.h` make the sources. When no connection
/// can be had, the site's own error path runs: libpq and SQLite sites get a failed handle, libpqxx
/// sites `pqxx::broken_connection`. Never opens anything itself and knows no client library. C++11.

#ifndef REPOOL_LEASE_H
#define REPOOL_LEASE_H

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#if defined(__GNUC__) || defined(__clang__)
#define REPOOL_NODISCARD __attribute__((warn_unused_result))
#else
#define REPOOL_NODISCARD
#endif

// The place of a call in the program's source, as a default argument of the function called.
#if defined(__GNUC__) || defined(__clang__)
#define REPOOL_FILE __builtin_FILE()
#define REPOOL_LINE __builtin_LINE()
#else
#define REPOOL_FILE nullptr
#define REPOOL_LINE 0
#endif

// Code that is compiled without exceptions cannot end a callback by one.
#if defined(__cpp_exceptions) || defined(__EXCEPTIONS)
#define REPOOL_TRY try
#define REPOOL_CATCH catch (...)
#define REPOOL_RETHROW throw
#else
#define REPOOL_TRY if (true)
#define REPOOL_CATCH else
#define REPOOL_RETHROW static_cast<void>(0)
#endif

namespace repool {
namespace detail {

class Connector; // how one call opens its connection; lives in the library
struct LoanState;

/// What is known of a call: bits, or-ed by the marks of a source.
enum Mark : unsigned { Stateless = 1, ReadOnly = 2, Idempotent = 4, MayBeStale = 8 };

/// Where a borrow stands in the program, for reports about who holds what.
struct Place {
  const char *file; ///< lives as long as the program; null: unknown
  int line;
  const void *address; ///< of the call, where there is no file
};

/// One borrowed connection without its type. Empty, or lent, or failed (a handle that says why).
class Loan {
public:
  Loan() noexcept : state_(nullptr), handle_(nullptr), code_(0) {}

  /// Borrows. Throws only what the client library's own open throws.
  Loan(const std::shared_ptr<const Connector> &connector, unsigned marks, const Place &place);

  Loan(Loan &&other) noexcept : state_(other.state_), handle_(other.handle_), code_(other.code_) {
    other.forget();
  }

  Loan &operator=(Loan &&other) noexcept;
  Loan(const Loan &) = delete;
  Loan &operator=(const Loan &) = delete;

  ~Loan();

  /// Gives back now. The source is remembered for renew().
  void release() noexcept;

  /// Gives the handle back as broken and borrows anew from the same source.
  void renew();

  /// Called when a callback has ended: whether it may and should run once more, because it is known
  /// to bear that and its connection broke. The loan holds a new connection then.
  bool runsAgain() noexcept;

  /// Hands a failed handle to a caller without a lease, who closes it as it always did.
  void *disown() noexcept;

  void *handle() const noexcept { return handle_; }

  int code() const noexcept { return code_; }

private:
  void forget() noexcept {
    state_ = nullptr;
    handle_ = nullptr;
    code_ = 0;
  }

  LoanState *state_;
  void *handle_;
  int code_;
};

/// Writes down \p loan for a caller without a lease and returns its handle. A failed one is not
/// written down: nobody has to give it back, and an address that its owner has freed must not be
/// found later.
void *writeDown(Loan loan);

/// Takes the loan of \p handle out; empty if there is none. Giving back is the caller's.
Loan takeOut(void *handle) noexcept;

/// How a callback takes its connection: by pointer, unless the driver's header says otherwise.
template <class Handle> struct Passed {
  typedef Handle *Type;

  static Type from(Handle *handle) noexcept { return handle; }

  /// Whether the exception that is being handled leaves open what happened. Then the callback does
  /// not run again, whatever it is marked.
  static bool isInDoubt() noexcept { return false; }
};

} // namespace detail

/// Where a call connects to, in its own words, and what is known of the call. A value; made by
/// `repool::pq()`, `repool::pqxx()`, `repool::sqlite()`. Making one opens nothing.
template <class Handle> class Source {
public:
  explicit Source(std::shared_ptr<const detail::Connector> connector)
      : connector_(std::move(connector)) {}

  /// Leaves nothing behind on the session and needs nothing from it: no reset afterwards.
  Source stateless() const & { return with(detail::Stateless); }

  Source stateless() && { return std::move(*this).marked(detail::Stateless); }

  /// Writes nothing: may be run again.
  Source readOnly() const & { return with(detail::ReadOnly); }

  Source readOnly() && { return std::move(*this).marked(detail::ReadOnly); }

  /// Running it twice is the same as once.
  Source idempotent() const { return with(detail::Idempotent); }

  /// A slightly old answer will do. Only a person can know this.
  Source mayBeStale() const { return with(detail::MayBeStale); }

  const std::shared_ptr<const detail::Connector> &connector() const { return connector_; }

  unsigned marks() const { return marks_; }

private:
  Source &&marked(unsigned mark) && {
    marks_ |= mark;
    return std::move(*this);
  }

  Source with(unsigned mark) const {
    Source marked(*this);
    marked.marks_ |= mark;
    return marked;
  }

  std::shared_ptr<const detail::Connector> connector_;
  unsigned marks_ = 0;
};

/// A borrowed connection: move-only, given back when it goes out of scope. May be given back by
/// another thread than the one that borrowed it (until then it counts as that one's, which matters
/// for nested borrows); is itself not to be used by two at once.
///
/// `lease = withDatabase(source)` borrows the new one before the old one goes back: that is the
/// order in which C++ evaluates. With `max` = 1 the old one must be released first, or use
/// `lease.borrow(source)`, which gives back before it borrows.
template <class Handle> class Lease {
public:
  Lease() noexcept {}

  Lease(std::nullptr_t) noexcept {}

  explicit Lease(const Source<Handle> &source, const char *file = REPOOL_FILE,
                 int line = REPOOL_LINE)
      : loan_(source.connector(), source.marks(), detail::Place{file, line, nullptr}) {}

  Lease(Lease &&other) noexcept : loan_(std::move(other.loan_)) {}

  Lease &operator=(Lease &&other) noexcept {
    loan_ = std::move(other.loan_);
    return *this;
  }

  /// The handle; after release() and on an empty lease null. A failed open gives what the client
  /// library would have given: a handle that carries the message.
  Handle *get() const noexcept { return static_cast<Handle *>(loan_.handle()); }

  Handle &operator*() const noexcept { return *get(); }

  Handle *operator->() const noexcept { return get(); }

  /// True while there is a handle, good or failed; ask the client library which.
  explicit operator bool() const noexcept { return get() != nullptr; }

  /// What the open returned: 0 (SQLITE_OK, CONNECTION_OK) or the driver's failing code.
  int code() const noexcept { return loan_.code(); }

  /// Gives back now; more calls do nothing.
  void release() noexcept { loan_.release(); }

  /// As a std::unique_ptr spells it: gives back, and holds what \p other holds.
  void reset(Lease other = nullptr) noexcept { loan_ = std::move(other.loan_); }

  Lease &operator=(std::nullptr_t) noexcept {
    reset();
    return *this;
  }

  friend bool operator==(const Lease &lease, std::nullptr_t) noexcept { return !lease.get(); }

  friend bool operator!=(const Lease &lease, std::nullptr_t) noexcept {
    return lease.get() != nullptr;
  }

  friend bool operator==(std::nullptr_t, const Lease &lease) noexcept { return !lease.get(); }

  friend bool operator!=(std::nullptr_t, const Lease &lease) noexcept {
    return lease.get() != nullptr;
  }

  /// Gives the handle back as broken and borrows anew from the same source, in place. Works after
  /// release() too; does nothing on a lease that never borrowed.
  void renew() { loan_.renew(); }

  /// Gives back, then borrows from \p source.
  void borrow(const Source<Handle> &source, const char *file = REPOOL_FILE,
              int line = REPOOL_LINE) {
    loan_.release();
    loan_ = detail::Loan(source.connector(), source.marks(), detail::Place{file, line, nullptr});
  }

  /// For withDatabase(): see detail::Loan::runsAgain().
  bool runsAgain() noexcept { return loan_.runsAgain(); }

private:
  detail::Loan loan_;
};

namespace detail {

/// Calls a callback, and once more if its connection broke and it may run again.
template <class Result, bool canMove> struct Run {
  template <class Handle, class Fn> static Result call(Lease<Handle> &lease, Fn &fn) {
    for (;;) {
      REPOOL_TRY {
        Result result = fn(Passed<Handle>::from(lease.get()));
        if (!lease.runsAgain())
          return static_cast<Result &&>(result);
      }
      REPOOL_CATCH {
        if (Passed<Handle>::isInDoubt() || !lease.runsAgain())
          REPOOL_RETHROW;
      }
    }
  }
};

template <bool canMove> struct Run<void, canMove> {
  template <class Handle, class Fn> static void call(Lease<Handle> &lease, Fn &fn) {
    for (;;) {
      REPOOL_TRY {
        fn(Passed<Handle>::from(lease.get()));
        if (!lease.runsAgain())
          return;
      }
      REPOOL_CATCH {
        if (Passed<Handle>::isInDoubt() || !lease.runsAgain())
          REPOOL_RETHROW;
      }
    }
  }
};

/// What cannot be moved is returned as it is, so the callback runs once.
template <class Result> struct Run<Result, false> {
  template <class Handle, class Fn> static Result call(Lease<Handle> &lease, Fn &fn) {
    return fn(Passed<Handle>::from(lease.get()));
  }
};

} // namespace detail

/// Borrows a connection until the lease ends. \p file and \p line are where the call stands.
template <class Handle>
REPOOL_NODISCARD Lease<Handle>
withDatabase(const Source<Handle> &source, const char *file = REPOOL_FILE, int line = REPOOL_LINE) {
  return Lease<Handle>(source, file, line);
}

/// Borrows a connection, calls \p fn with it, gives it back and returns what \p fn returned. An
/// exception from \p fn passes through after an open transaction has been rolled back. \p fn runs
/// once; only if the source is marked readOnly() or idempotent() and the connection broke it runs a
/// second time, with another connection.
template <class Handle, class Fn>
auto withDatabase(const Source<Handle> &source, Fn &&fn, const char *file = REPOOL_FILE,
                  int line = REPOOL_LINE)
    -> decltype(fn(std::declval<typename detail::Passed<Handle>::Type>())) {
  typedef decltype(fn(std::declval<typename detail::Passed<Handle>::Type>())) Result;
  Lease<Handle> lease(source, file, line);
  return detail::Run < Result, std::is_void<Result>::value || std::is_reference<Result>::value ||
                                   std::is_move_constructible<Result>::value > ::call(lease, fn);
}

/// Holds \p lease behind a shared pointer to its connection: given back with the last copy.
template <class Handle> std::shared_ptr<Handle> share(Lease<Handle> lease) {
  const std::shared_ptr<Lease<Handle>> owner = std::make_shared<Lease<Handle>>(std::move(lease));
  return std::shared_ptr<Handle>(owner, owner->get());
}

/// Borrows an object for a caller that owns it by a plain pointer: the pair of giveBack().
///
///   conn_ = new pqxx::connection(url);   ->  conn_ = repool::borrow(repool::pqxx(url));
///   delete conn_;                        ->  repool::giveBack(conn_);
template <class Handle>
REPOOL_NODISCARD Handle *borrow(const Source<Handle> &source, const char *file = REPOOL_FILE,
                                int line = REPOOL_LINE) {
  return static_cast<Handle *>(detail::writeDown(
      detail::Loan(source.connector(), source.marks(), detail::Place{file, line, nullptr})));
}

/// Gives back what borrow() gave. Null is nothing; an object that the pool does not know is
/// deleted, as its owner always did.
template <class Handle> void giveBack(Handle *handle) noexcept {
  const detail::Loan loan = detail::takeOut(handle);
  if (!loan.handle())
    delete handle;
}

} // namespace repool

#endif // REPOOL_LEASE_H
