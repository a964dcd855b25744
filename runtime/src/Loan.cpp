// A loan: what a lease holds. Finds the pool, borrows, gives back; knows no driver by name.

#include "Chain.h"
#include "Fork.h"
#include "Registry.h"
#include "repool/lease.h"

#include <atomic>

namespace repool::detail {

/// Outlives the give-back, because renew() needs the source.
struct LoanState {
  LoanState(std::shared_ptr<const Connector> source, unsigned sourceMarks)
      : connector(std::move(source)), marks(sourceMarks) {}

  std::shared_ptr<const Connector> connector;
  unsigned marks;
  std::unique_ptr<Connection> connection; ///< null once given back
  bool isGood = false;
  std::shared_ptr<Pool> pool; ///< null: opened for this loan only
  std::size_t slot = 0;
  unsigned generation = 0;
};

namespace {

Holder thisThread() {
  static std::atomic<Holder> last{0};
  thread_local const Holder own = ++last;
  return own;
}

Opened openDirectly(const Connector &connector, Counters &counters) {
  Opened opened = connector.connectAsCalled();
  if (opened.isGood) {
    counters.opened.add();
    counters.directLent.add();
  }
  return opened;
}

void borrowInto(LoanState &state, Opened &opened) {
  Registry &registry = Registry::ofThisProcess();
  state.generation = forkGeneration();
  const Endpoint endpoint = endpointsOf(state.connector).front();
  std::shared_ptr<Pool> pool = registry.poolFor(endpoint.connector);
  if (!pool) {
    opened = openDirectly(*endpoint.connector, registry.counters());
    return;
  }
  Borrowed borrowed = pool->borrow(thisThread());
  opened = std::move(borrowed.opened);
  if (!opened.isGood)
    return;
  state.pool = std::move(pool);
  state.slot = borrowed.slot;
}

/// Fills \p state and returns the code of the open.
int borrow(LoanState &state) {
  Counters &counters = Registry::ofThisProcess().counters();
  Opened opened;
  try {
    borrowInto(state, opened);
  } catch (...) {
    counters.failed.add();
    throw;
  }
  (opened.isGood ? counters.borrowed : counters.failed).add();
  state.isGood = opened.isGood;
  state.connection = std::move(opened.connection);
  return opened.code;
}

void giveBack(LoanState &state, bool isBroken) noexcept {
  if (!state.connection)
    return;
  if (state.generation != forkGeneration()) {
    // The parent's: its destructor would talk to the server.
    state.connection.release()->abandon();
    state.pool.reset();
    return;
  }
  Counters &counters = Registry::ofThisProcess().counters();
  if (state.isGood)
    counters.returned.add();
  if (state.pool) {
    state.pool->giveBack(state.slot, std::move(state.connection), state.marks, isBroken);
    state.pool.reset();
    return;
  }
  state.connection.reset();
  if (state.isGood)
    counters.directReturned.add();
}

} // namespace

Loan::Loan(const std::shared_ptr<const Connector> &connector, unsigned marks) : Loan() {
  auto state = std::make_unique<LoanState>(connector, marks);
  code_ = borrow(*state);
  handle_ = state->connection ? state->connection->handle() : nullptr;
  state_ = state.release();
}

Loan &Loan::operator=(Loan &&other) noexcept {
  if (this == &other)
    return *this;
  release();
  delete state_;
  state_ = other.state_;
  handle_ = other.handle_;
  code_ = other.code_;
  other.forget();
  return *this;
}

Loan::~Loan() {
  release();
  delete state_;
}

void Loan::release() noexcept {
  handle_ = nullptr;
  if (state_)
    giveBack(*state_, false);
}

void *Loan::disown() noexcept {
  void *const handle = handle_;
  handle_ = nullptr;
  if (state_ && state_->connection) {
    state_->connection->disown();
    state_->connection.reset();
  }
  return handle;
}

void Loan::renew() {
  if (!state_)
    return;
  handle_ = nullptr;
  giveBack(*state_, true);
  code_ = borrow(*state_);
  handle_ = state_->connection ? state_->connection->handle() : nullptr;
}

} // namespace repool::detail
