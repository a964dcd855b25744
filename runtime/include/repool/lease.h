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

#include <memory>
#include <utility>

#if defined(__GNUC__) || defined(__clang__)
#define REPOOL_NODISCARD __attribute__((warn_unused_result))
#else
#define REPOOL_NODISCARD
#endif

namespace repool {
namespace detail {

class Connector; // how one call opens its connection; lives in the library
struct LoanState;

/// What is known of a call: bits, or-ed by the marks of a source.
enum Mark : unsigned { Stateless = 1, ReadOnly = 2, Idempotent = 4, MayBeStale = 8 };

/// One borrowed connection without its type. Empty, or lent, or failed (a handle that says why).
class Loan {
public:
  Loan() noexcept : state_(nullptr), handle_(nullptr), code_(0) {}

  /// Borrows. Throws only what the client library's own open throws.
  Loan(const std::shared_ptr<const Connector> &connector, unsigned marks);

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

/// How a callback takes its connection: by pointer, unless the driver's header says otherwise.
template <class Handle> struct Passed {
  typedef Handle *Type;

  static Type from(Handle *handle) noexcept { return handle; }
};

} // namespace detail

/// Where a call connects to, in its own words, and what is known of the call. A value; made by
/// `repool::pq()`, `repool::pqxx()`, `repool::sqlite()`. Making one opens nothing.
template <class Handle> class Source {
public:
  explicit Source(std::shared_ptr<const detail::Connector> connector)
      : connector_(std::move(connector)), marks_(0) {}

  /// Leaves nothing behind on the session and needs nothing from it: no reset afterwards.
  Source stateless() const { return with(detail::Stateless); }

  /// Writes nothing: may be run again.
  Source readOnly() const { return with(detail::ReadOnly); }

  /// Running it twice is the same as once.
  Source idempotent() const { return with(detail::Idempotent); }

  /// A slightly old answer will do. Only a person can know this.
  Source mayBeStale() const { return with(detail::MayBeStale); }

  const std::shared_ptr<const detail::Connector> &connector() const { return connector_; }

  unsigned marks() const { return marks_; }

private:
  Source with(unsigned mark) const {
    Source marked(*this);
    marked.marks_ |= mark;
    return marked;
  }

  std::shared_ptr<const detail::Connector> connector_;
  unsigned marks_;
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

  explicit Lease(const Source<Handle> &source) : loan_(source.connector(), source.marks()) {}

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

  /// Gives the handle back as broken and borrows anew from the same source, in place. Works after
  /// release() too; does nothing on a lease that never borrowed.
  void renew() { loan_.renew(); }

  /// Gives back, then borrows from \p source.
  void borrow(const Source<Handle> &source) {
    loan_.release();
    loan_ = detail::Loan(source.connector(), source.marks());
  }

private:
  detail::Loan loan_;
};

/// Borrows a connection until the lease ends.
template <class Handle> REPOOL_NODISCARD Lease<Handle> withDatabase(const Source<Handle> &source) {
  return Lease<Handle>(source);
}

/// Borrows a connection, calls \p fn with it, gives it back and returns what \p fn returned. An
/// exception from \p fn passes through after an open transaction has been rolled back.
template <class Handle, class Fn>
auto withDatabase(const Source<Handle> &source, Fn &&fn)
    -> decltype(std::forward<Fn>(fn)(std::declval<typename detail::Passed<Handle>::Type>())) {
  Lease<Handle> lease(source);
  return std::forward<Fn>(fn)(detail::Passed<Handle>::from(lease.get()));
}

} // namespace repool

#endif // REPOOL_LEASE_H
