// A loan: what a lease holds. Walks the chain, borrows, gives back; knows no driver by name.

#include "Loan.h"

#include "Events.h"
#include "Fork.h"
#include "OtherCopies.h"
#include "Registry.h"
#include "Replicas.h"
#include "repool/lease.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace repool::detail {

/// Outlives the give-back, because renew() needs the source.
struct LoanState {
  LoanState(std::shared_ptr<const Connector> source, unsigned sourceMarks, Origin borrowedAt)
      : connector(std::move(source)), marks(sourceMarks), origin(borrowedAt) {}

  std::shared_ptr<const Connector> connector;
  unsigned marks;
  Origin origin;
  std::unique_ptr<Connection> connection; ///< null once given back
  bool isGood = false;
  bool wasRunAgain = false;
  Pool *pool = nullptr; ///< null: opened for this loan only
  std::size_t slot = 0;
  unsigned generation = 0;
  Holder holder = 0;
};

namespace {

/// Connections that this thread borrowed and has not given back itself. Never too small.
thread_local unsigned held = 0;

/// How many PrimaryOnly this thread has.
thread_local unsigned primaryOnly = 0;

/// How long a server may think about where it stands, once there is a connection.
constexpr Milliseconds AnswerLimit(1000);

/// A callback that is known to bear it is run a second time, not a third.
constexpr unsigned MayRunAgain = ReadOnly | Idempotent;

Opened openDirectly(const Connector &connector) {
  Opened opened = connector.connectAsCalled();
  if (opened.isGood)
    Registry::ofThisProcess().unpooled().opened.fetch_add(1, std::memory_order_relaxed);
  return opened;
}

bool isUsable(const Leg &leg, unsigned marks) {
  return !leg.isLink || (marks & Stateless) != 0 || leg.pool->sessionsOf(leg) == Sessions::Own;
}

/// Whether the next endpoint may know better. A wrong password is wrong there too, and a pool that
/// is full of our own loans is not down.
bool isReasonToGoOn(Blame blame) {
  return blame == Blame::Server || blame == Blame::Overload || blame == Blame::Foreign;
}

enum class Outcome { Final, Stale };

Ask askOf(const LoanState &state, TimePoint asked, TimePoint deadline) {
  Ask ask;
  ask.holder = thisThread();
  ask.holdsSome = held > 0;
  ask.origin = state.origin;
  ask.asked = asked;
  ask.deadline = deadline;
  return ask;
}

void aim(Ask &ask, const Leg &leg, bool hasNext) {
  ask.shelf = leg.shelf;
  ask.serial = leg.serial;
  ask.hasNext = hasNext;
}

/// The common case, without anything that only the others need: the best endpoint has an idle
/// connection. False: borrow in earnest.
bool borrowIdle(const Route &route, LoanState &state, const Ask &asked) {
  if (route.legs.empty() || !isUsable(route.legs.front(), state.marks))
    return false;
  const Leg &leg = route.legs.front();
  const bool hasNext = route.legs.size() > 1;
  Ask ask = asked;
  aim(ask, leg, hasNext);
  state.connection = leg.pool->borrowIdle(ask, state.slot);
  if (!state.connection)
    return false;
  state.pool = leg.pool;
  if (hasNext)
    leg.pool->noteUsed();
  return true;
}

/// Walks the legs of \p route. Final: \p opened is what there is to have, good or not.
Outcome borrowAlong(const Route &route, LoanState &state, Ask ask, Opened &opened) {
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    const Leg &leg = route.legs[i];
    if (!isUsable(leg, state.marks))
      continue;
    aim(ask, leg, i + 1 < route.legs.size());
    if (ask.hasNext) {
      const TimePoint now = i == 0 ? ask.asked : Clock::now();
      ask.slice = now + (ask.deadline - now) / static_cast<int>(route.legs.size() - i);
    }
    Borrowed borrowed = leg.pool->borrow(ask);
    if (borrowed.isStale)
      return Outcome::Stale;
    opened = std::move(borrowed.opened);
    if (opened.isGood) {
      state.pool = leg.pool;
      state.slot = borrowed.slot;
      if (ask.hasNext)
        leg.pool->noteUsed();
      return Outcome::Final;
    }
    if (!ask.hasNext || !isReasonToGoOn(opened.failure.blame))
      return Outcome::Final;
    // A link that was never to be had is not a link that failed.
    if (opened.failure.blame != Blame::Foreign) {
      leg.pool->noteAvoided(opened.failure.message);
      ask.isFallback = true;
    }
  }
  return Outcome::Final;
}

void borrowInto(LoanState &state, Registry &registry, const Route *route, Ask ask, Opened &opened) {
  for (;;) {
    if (!refusalOfThisCopy().empty()) {
      opened.failure = {Blame::Pool, 0, {}, refusalOfThisCopy()};
      break;
    }
    if (route->legs.empty()) {
      opened = openDirectly(*state.connector);
      return;
    }
    if (borrowAlong(*route, state, ask, opened) == Outcome::Final)
      break;
    registry.remakeRoutes(route->epoch);
    route = &registry.routeFor(state.connector);
  }
  // A local open that failed has left a handle that says why; all others get one made.
  if (opened.isGood || opened.connection)
    return;
  if (isHeard(REPOOL_BORROW_FAILED))
    tell(REPOOL_BORROW_FAILED, state.connector->target().place, opened.failure.message);
  opened = state.connector->refuse(opened.failure);
}

/// A replica for a call that bears an old answer. False: none is fit, or none has a connection, and
/// it is as if there were none. A call does not wait for one longer than half of its time.
bool borrowFromReplica(const Route &route, LoanState &state, const Ask &asked, Registry &registry) {
  Replicas &replicas = *route.replicas;
  replicas.noteAsked(asked.asked);
  if (replicas.isCutOff())
    registry.remakeRoutes(route.epoch);
  Ask ask = asked;
  ask.isOptional = true;
  ask.slice = asked.asked + (asked.deadline - asked.asked) / 2;
  unsigned tried = 0;
  while (const auto index = replicas.choose(route.replicaLegs, asked.asked, tried)) {
    tried |= 1U << *index;
    const Leg &leg = route.replicaLegs[*index];
    if (!isUsable(leg, state.marks))
      continue;
    aim(ask, leg, true);
    state.connection = leg.pool->borrowIdle(ask, state.slot);
    if (!state.connection) {
      Borrowed borrowed = leg.pool->borrow(ask);
      if (borrowed.isStale)
        registry.remakeRoutes(route.epoch);
      if (!borrowed.opened.isGood)
        continue;
      state.connection = std::move(borrowed.opened.connection);
      state.slot = borrowed.slot;
    }
    state.pool = leg.pool;
    registry.unpooled().replicaBorrows.fetch_add(1, std::memory_order_relaxed);
    return true;
  }
  registry.unpooled().replicaSkips.fetch_add(1, std::memory_order_relaxed);
  return false;
}

/// Fills \p state and returns the code of the open.
int borrowTheLongWay(LoanState &state, Registry &registry, const Route &route, const Ask &ask) {
  Opened opened;
  try {
    borrowInto(state, registry, &route, ask, opened);
  } catch (...) {
    registry.unpooled().failed.fetch_add(1, std::memory_order_relaxed);
    throw;
  }
  state.isGood = opened.isGood;
  state.connection = std::move(opened.connection);
  if (!state.isGood) {
    registry.unpooled().failed.fetch_add(1, std::memory_order_relaxed);
  } else {
    state.holder = thisThread();
    ++held;
  }
  return opened.code;
}

int borrow(LoanState &state) {
  Registry &registry = Registry::ofThisProcess();
  state.pool = nullptr;
  state.generation = forkGeneration();
  const Route &route = registry.routeFor(state.connector);
  const TimePoint asked = Clock::now();
  const Ask ask = askOf(state, asked, asked + registry.deadline());
  const bool mayBeStale = (state.marks & MayBeStale) != 0 && route.replicas && primaryOnly == 0;
  if ((mayBeStale && borrowFromReplica(route, state, ask, registry)) ||
      borrowIdle(route, state, ask)) {
    state.isGood = true;
    state.holder = ask.holder;
    ++held;
    return 0;
  }
  return borrowTheLongWay(state, registry, route, ask);
}

void giveBack(LoanState &state, bool isBroken) noexcept {
  if (!state.connection)
    return;
  if (state.isGood && state.holder == thisThread() && held > 0)
    --held;
  if (state.generation != forkGeneration()) {
    // The parent's: its destructor would talk to the server.
    state.connection.release()->abandon();
    return;
  }
  if (state.pool) {
    state.pool->giveBack(state.slot, std::move(state.connection), state.marks, isBroken);
    return;
  }
  state.connection.reset();
  if (state.isGood)
    Registry::ofThisProcess().unpooled().returned.fetch_add(1, std::memory_order_relaxed);
}

} // namespace

PrimaryOnly::PrimaryOnly() noexcept {
  ++primaryOnly;
}

PrimaryOnly::~PrimaryOnly() {
  --primaryOnly;
}

Holder thisThread() {
  static std::atomic<Holder> last{0};
  thread_local Holder own = 0;
  if (own == 0)
    own = ++last;
  return own;
}

namespace {

/// Borrows for the runtime itself, calls \p question, gives back.
template <class Question>
Asked askThrough(const Leg &leg, TimePoint deadline, const Question &question) {
  Asked asked;
  Ask ask;
  ask.shelf = leg.shelf;
  ask.serial = leg.serial;
  ask.holder = thisThread();
  ask.origin = {"repool", 0, nullptr};
  ask.asked = Clock::now();
  ask.deadline = deadline;
  Borrowed borrowed = leg.pool->borrow(ask);
  asked.isStale = borrowed.isStale;
  if (!borrowed.opened.isGood) {
    asked.failure = std::move(borrowed.opened.failure);
    return asked;
  }
  asked.at = Clock::now();
  asked.isAnswered = question(*borrowed.opened.connection);
  leg.pool->giveBack(borrowed.slot, std::move(borrowed.opened.connection), Stateless, false);
  if (!asked.isAnswered)
    asked.failure.message = "it does not say";
  return asked;
}

} // namespace

std::string identityThrough(const Leg &leg, TimePoint deadline, Failure &failure) {
  std::string identity;
  failure = askThrough(leg, deadline, [&](Connection &connection) {
              identity = connection.identity(deadline);
              return !identity.empty();
            }).failure;
  return identity;
}

std::optional<Standing> standingThrough(const Leg &leg, TimePoint deadline, Asked &asked) {
  std::optional<Standing> standing;
  asked = askThrough(leg, deadline, [&](Connection &connection) {
    const TimePoint until = std::min(deadline, Clock::now() + AnswerLimit);
    standing = connection.standing(until);
    return standing || (!connection.isBroken() && connection.answers(until));
  });
  return standing;
}

Loan::Loan(const std::shared_ptr<const Connector> &connector, unsigned marks, const Place &place)
    : Loan() {
  auto state =
      std::make_unique<LoanState>(connector, marks, Origin{place.file, place.line, place.address});
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

bool Loan::runsAgain() noexcept {
  if (!state_ || !state_->isGood || !state_->connection || (state_->marks & MayRunAgain) == 0 ||
      state_->wasRunAgain || !state_->connection->isBroken())
    return false;
  if (state_->pool && !state_->pool->mayRetry())
    return false;
  state_->wasRunAgain = true;
  try {
    renew();
  } catch (...) {
    return false; // the first failure is the one to report
  }
  return state_->isGood;
}

} // namespace repool::detail
