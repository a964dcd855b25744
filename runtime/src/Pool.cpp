// Borrowing and giving back. Opening is in PoolDial.cpp, what is due by time in PoolTick.cpp.

#include "Pool.h"

#include "Afterwards.h"
#include "Events.h"
#include "Waiter.h"
#include "Waits.h"
#include "Workers.h"
#include "repool/lease.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace repool::detail {

namespace {

constexpr Milliseconds AnswerLimit(1000);
constexpr Milliseconds ResetLimit(5000);
constexpr std::size_t MostShelves = 64;

std::uint64_t newSerial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

} // namespace

void Pool::serve(const Target &target, const Config &config, Tally &ended) {
  const Lock lock(mutex_);
  ended += tally_;
  config_ = config;
  server_ = target.server;
  place_ = target.place;
  slots_ = std::make_unique<Slots>(config.limits);
  seats_ = std::vector<Seat>(config.limits.max);
  shelves_.clear();
  breaker_ = Breaker(Breaker::Settings{});
  budget_ = RetryBudget();
  tally_ = Tally();
  lastFailure_ = Failure();
  failures_ = 0;
  dialLimit_ = 2;
  noDialBefore_ = TimePoint();
  lastAsked_ = Clock::now();
  random_.seed(std::random_device{}());
  isClosed_.store(false, std::memory_order_relaxed);
}

Leg Pool::shelfFor(const Target &target, const std::shared_ptr<const Connector> &connector,
                   bool isLink, Check check) {
  const Lock lock(mutex_);
  std::size_t found = shelves_.size();
  for (std::size_t i = 0; i < shelves_.size(); ++i) {
    if (shelves_[i].key == target.key && shelves_[i].isLink == isLink)
      return {this, static_cast<Shelf>(i), shelves_[i].serial, isLink};
    const auto id = static_cast<Shelf>(i);
    if (slots_->isUnused(id))
      found = i; // may be given to another key
  }
  if (shelves_.size() < MostShelves) {
    found = slots_->addShelf();
    shelves_.emplace_back();
  } else if (found == shelves_.size()) {
    return {};
  }
  ShelfInfo &shelf = shelves_[found];
  shelf = ShelfInfo();
  shelf.key = target.key;
  shelf.connector = connector;
  shelf.check = std::move(check);
  shelf.serial = newSerial();
  shelf.isLink = isLink;
  // Nobody else can serve when the call's own endpoint is down: ask it every second.
  Breaker::Settings &settings = breaker_.settings();
  const bool hasOwn = std::any_of(shelves_.begin(), shelves_.end(),
                                  [](const ShelfInfo &each) { return !each.isLink; });
  settings.longestOpen = hasOwn ? settings.firstOpen : Breaker::Settings{}.longestOpen;
  settings.goodProbes = hasOwn ? 1 : 2;
  return {this, static_cast<Shelf>(found), shelf.serial, isLink};
}

std::unique_ptr<Connection> Pool::borrowIdle(const Ask &ask, std::size_t &slot) {
  Lock lock(mutex_);
  if (!isOpen() || ask.shelf >= shelves_.size() || shelves_[ask.shelf].serial != ask.serial ||
      !breaker_.isClosed() || !slots_->lendIdle(ask.shelf, ask.holder, ask.holdsSome, slot))
    return nullptr;
  lastAsked_ = ask.asked;
  Seat &seat = seats_[slot];
  std::unique_ptr<Connection> connection = std::move(seat.connection);
  const TimePoint idleSince = seat.since;
  seat.since = ask.asked;
  seat.origin = ask.origin;
  seat.isReported = false;
  ++tally_.borrowed;
  tally_.waited.add(Clock::duration(0));
  lock.unlock();
  if (isUsable(*connection, idleSince, ask.asked, ask.deadline))
    return connection;
  connection.reset(); // closed before the place is free
  takeBackEmpty(slot, &Tally::deadReplaced);
  return nullptr;
}

Borrowed Pool::borrow(const Ask &ask) {
  bool isFirst = false;
  for (TimePoint asked = ask.asked;; asked = Clock::now(), isFirst = true) {
    Waiter waiter;
    Lock lock(mutex_);
    if (!isOpen() || ask.shelf >= shelves_.size() || shelves_[ask.shelf].serial != ask.serial)
      return {{}, 0, true};
    lastAsked_ = asked;
    const ShelfInfo &shelf = shelves_[ask.shelf];
    const bool isLocal = shelf.connector->isLocal();
    const bool isDoubtful = !breaker_.isClosed();
    if (!isLocal && isDoubtful && (ask.hasNext || slots_->idleOf(ask.shelf).empty()))
      return failAtOnce(lock, lastFailure_, &Tally::refusedAtOnce);
    if (shelf.isLink && asked < shelf.refusedUntil)
      return failAtOnce(lock, shelf.refusal, nullptr);

    Request request;
    request.shelf = ask.shelf;
    request.waiter = &waiter;
    request.holder = ask.holder;
    request.mayHold = ask.holdsSome;
    request.deadline = ask.deadline;
    request.attempts = ask.hasNext || !budget_.allowsRetry() ? 1 : MostAttempts;
    request.isFallback = ask.isFallback;
    request.opensItself = isLocal;
    request.isFirst = isFirst;
    const Answer answer = slots_->request(request, asked);
    if (answer.kind == Answer::Kind::Refused)
      return refuse(lock, answer.refusal, ask);

    if (answer.kind == Answer::Kind::Granted) {
      Seat &seat = seats_[answer.grant.slot];
      waiter.grant = answer.grant;
      waiter.connection = std::move(seat.connection);
      waiter.idleSince = seat.since;
      seat.since = asked;
      seat.origin = ask.origin;
      seat.isReported = false;
      ++tally_.borrowed;
      tally_.waited.add(Clock::duration(0));
      lock.unlock();
    } else {
      waiter.asked = asked;
      waiter.origin = ask.origin;
      Afterwards after;
      after.wakeBy = asked + std::chrono::seconds(1);
      advance(asked, after);
      finish(lock, after);
      Borrowed failed;
      if (!await(waiter, answer.ticket, ask, failed))
        return failed;
    }
    if (waiter.grant.needsOpen)
      return openHere(waiter.grant.slot, std::move(waiter.connection), ask);
    if (isUsable(*waiter.connection, waiter.idleSince, asked,
                 isDoubtful ? TimePoint() : ask.deadline))
      return {{std::move(waiter.connection), true, 0, {}}, waiter.grant.slot};
    waiter.connection.reset(); // closed before the place is free
    takeBackEmpty(waiter.grant.slot, &Tally::deadReplaced);
  }
}

// False: \p failed says why.
bool Pool::await(Waiter &waiter, Ticket ticket, const Ask &ask, Borrowed &failed) {
  if (ask.holdsSome && !waits_.begin(ask.holder, *this, ticket)) {
    Lock lock(mutex_);
    if (slots_->leave(ticket)) {
      failed = refuse(lock, Refusal::NestedTooDeep, ask);
      return false;
    }
    lock.unlock();
    waiter.wait();
  } else {
    // What is full of our own loans is not down: only what does not open is left for the next one.
    bool isDone = waiter.waitUntil(ask.hasNext ? std::min(ask.slice, ask.deadline) : ask.deadline);
    if (!isDone && ask.hasNext) {
      Lock lock(mutex_);
      const bool isSlow = ask.isOptional || slots_->dialing() > 0 || failures_ > 0;
      if (isSlow && slots_->leave(ticket)) {
        failed =
            failAtOnce(lock, {Blame::Server, 0, {}, place_ + " did not answer in time"}, nullptr);
        if (ask.holdsSome) {
          lock = Lock();
          waits_.end(ask.holder);
        }
        return false;
      }
      lock.unlock();
      isDone = waiter.waitUntil(ask.deadline);
    }
    if (ask.holdsSome)
      waits_.end(ask.holder);
    if (!isDone) {
      Lock lock(mutex_);
      if (slots_->leave(ticket)) {
        failed = refuse(lock, Refusal::DeadlinePassed, ask);
        return false;
      }
      lock.unlock();
      waiter.wait(); // served at the last moment
    }
  }
  if (waiter.failure.blame == Blame::None)
    return true;
  failed.opened.failure = std::move(waiter.failure);
  return false;
}

// After long idleness, or when the server is in doubt (no deadline), a look at the socket will not
// do.
bool Pool::isUsable(Connection &connection, TimePoint since, TimePoint now, TimePoint deadline) {
  const bool isDoubtful = deadline == TimePoint();
  if (isDoubtful)
    deadline = now + AnswerLimit;
  if (!connection.isAlive(deadline))
    return false;
  if (!isDoubtful && now - since <= config_.pingAfter)
    return true;
  count(&Tally::pings);
  return connection.answers(std::min(deadline, Clock::now() + AnswerLimit));
}

// For drivers that ask no server: the site gets what the open gave, whatever it is.
Borrowed Pool::openHere(std::size_t slot, std::unique_ptr<Connection> old, const Ask &ask) {
  old.reset();
  std::shared_ptr<const Connector> connector;
  {
    const Lock lock(mutex_);
    connector = shelves_[ask.shelf].connector;
    ++tally_.dials;
  }
  Opened opened;
  try {
    opened = connector->connect(ask.deadline);
    if (opened.isGood)
      opened.connection->enroll();
  } catch (...) {
    takeBackEmpty(slot, &Tally::dialFailures);
    throw;
  }
  if (!opened.isGood) {
    takeBackEmpty(slot, &Tally::dialFailures);
    return {std::move(opened), 0};
  }
  Lock lock(mutex_);
  ++tally_.opened;
  Seat &seat = seats_[slot];
  seat.openedAt = Clock::now();
  seat.isOutdated = false;
  seat.expiresAt = seat.openedAt + config_.lifetime; // no server, no herd: no jitter
  Afterwards after;
  after.happenings.push_back({REPOOL_OPENED, {}});
  after.wakeBy = seat.openedAt + std::chrono::seconds(1);
  finish(lock, after);
  return {std::move(opened), slot};
}

// The borrower got nothing out of its place.
void Pool::takeBackEmpty(std::size_t slot, std::uint64_t Tally::*why) {
  Lock lock(mutex_);
  ++(tally_.*why);
  --tally_.borrowed;
  tally_.dropped += why == &Tally::deadReplaced ? 1 : 0;
  slots_->giveBack(slot, false);
  Afterwards after;
  after.isDrained = slots_->lent() == 0;
  advance(Clock::now(), after);
  finish(lock, after);
}

void Pool::giveBack(std::size_t slot, std::unique_ptr<Connection> connection, unsigned marks,
                    bool isBroken) noexcept {
  assert(connection && "a loan without a connection");
  const bool keepsSession = (marks & Stateless) != 0 || !config_.resetsFully;
  const bool isLost = connection->isBroken();
  const bool hasTransaction = !isLost && connection->hasOpenTransaction();
  const TimePoint before = Clock::now();
  const TimePoint expiresAt = seats_[slot].expiresAt; // ours while it is lent
  const bool isUnwanted = isBroken || isLost || !isOpen() || expiresAt <= before;
  const bool isKept = !isUnwanted && connection->makeFresh(keepsSession, before + ResetLimit);
  if (!isKept)
    connection.reset(); // closed before the place is free, so that there are never more than max

  // Making fresh may have been a round trip. Where it was none, a second look at the clock would be
  // the dearest part of all this.
  const TimePoint now = keepsSession && !hasTransaction && isKept ? before : Clock::now();
  Lock lock(mutex_);
  Seat &seat = seats_[slot];
  ++tally_.returned;
  tally_.held.add(now - seat.since);
  tally_.rollbacks += hasTransaction ? 1 : 0;
  tally_.resets += isKept && !keepsSession ? 1 : 0;
  const bool isLocal = shelves_[slots_->shelfOf(slot)].connector->isLocal();
  if (isKept && isOpen() && !hasTransaction && !seat.isReported && !seat.isOutdated && !isLocal &&
      slots_->waiting() == 0) {
    // The common case: nothing has happened, and nobody waits for it.
    seat.connection = std::move(connection);
    seat.since = now;
    slots_->giveBack(slot, true);
    return;
  }
  Afterwards after;
  tally_.dropped += isKept ? 0 : 1;
  if (hasTransaction && isHeard(REPOOL_ROLLED_BACK))
    after.happenings.push_back({REPOOL_ROLLED_BACK, textOf(seat.origin)});
  if (seat.isReported)
    after.happenings.push_back({REPOOL_LEAK_ENDED, textOf(seat.origin)});
  if (!isKept && isHeard(REPOOL_CLOSED))
    after.happenings.push_back({REPOOL_CLOSED, isLost ? "lost" : "could not be made fresh"});
  if (isLost) {
    ++tally_.lost;
    after.happenings.push_back({REPOOL_LOST, textOf(seat.origin)});
    if (lastFailure_.message.empty())
      lastFailure_ = {Blame::Server, 0, {}, "the connection to " + place_ + " was lost"};
    if (breaker_.lost(seat.openedAt, now, random()))
      breakerOpened(after);
  }
  if (isKept)
    seat.connection = std::move(connection);
  seat.since = now;
  seat.isReported = false;
  slots_->giveBack(slot, isKept);
  if (isKept && seat.isOutdated)
    retire(slot, "leads elsewhere now", after);
  if (isLocal)
    after.wakeBy = std::min(after.wakeBy, quiet(slots_->shelfOf(slot), now));
  after.isDrained = slots_->lent() == 0 && !isOpen();
  advance(now, after);
  finish(lock, after);
}

// Returns when to be woken.
TimePoint Pool::quiet(Shelf shelf, TimePoint now) {
  shelves_[shelf].needsSettling = true;
  shelves_[shelf].quietSince = now;
  return slots_->lentOf(shelf) == 0 ? now + QuietTime : TimePoint::max();
}

Borrowed Pool::refuse(Lock &lock, Refusal refusal, const Ask &ask) {
  Failure failure{Blame::Pool, 0, {}, explain(refusal, ask)};
  switch (refusal) {
  case Refusal::DeadlinePassed:
    return failAtOnce(lock, std::move(failure), &Tally::timeouts);
  case Refusal::QueueFull:
    return failAtOnce(lock, std::move(failure), &Tally::queueFull);
  case Refusal::NestedTooDeep:
    return failAtOnce(lock, std::move(failure), &Tally::nestedRefused);
  case Refusal::ShutDown:
    break;
  }
  return failAtOnce(lock, std::move(failure), nullptr);
}

// The lock stays the caller's.
Borrowed Pool::failAtOnce(Lock &, Failure failure, std::uint64_t Tally::*why) {
  if (why)
    ++(tally_.*why);
  Borrowed borrowed;
  borrowed.opened.failure = std::move(failure);
  return borrowed;
}

void Pool::advance(TimePoint now, Afterwards &after) {
  if (slots_->waiting() == 0)
    return;
  const bool mayDial = breaker_.isClosed() && isOpen();
  DialRule rule;
  rule.limit = dialLimit_;
  rule.mayBegin = mayDial && now >= noDialBefore_;
  if (mayDial && !rule.mayBegin)
    after.wakeBy = std::min(after.wakeBy, noDialBefore_);
  Moves moves;
  slots_->advance(now, rule, moves);
  after.wakeBy = std::min(after.wakeBy, moves.again);
  for (const Handover &handover : moves.handovers) {
    Seat &seat = seats_[handover.grant.slot];
    Waiter &waiter = *handover.waiter;
    waiter.grant = handover.grant;
    waiter.connection = std::move(seat.connection);
    waiter.idleSince = seat.since;
    seat.since = now;
    seat.origin = waiter.origin;
    seat.isReported = false;
    ++tally_.borrowed;
    tally_.waited.add(now - waiter.asked);
    after.served.push_back(&waiter);
  }
  after.dials.insert(after.dials.end(), moves.dials.begin(), moves.dials.end());
}

void Pool::fail(const std::vector<Waiter *> &waiters, const Failure &failure, Afterwards &after) {
  for (Waiter *const waiter : waiters) {
    waiter->failure = failure;
    after.served.push_back(waiter);
  }
}

void Pool::finish(Lock &lock, Afterwards &after) {
  const std::string place = after.happenings.empty() ? std::string() : place_;
  lock.unlock();
  for (Waiter *const waiter : after.served)
    waiter->announce();
  after.unwanted.clear();
  for (Afterwards::Retired &each : after.retired) {
    each.connection.reset();
    lock.lock();
    slots_->dialed(each.slot, false);
    Afterwards more;
    more.isDrained = !isOpen();
    advance(Clock::now(), more);
    finish(lock, more);
  }
  for (const Dial &each : after.dials)
    if (!workers_.post([this, slot = each.slot] { dial(slot); }))
      dial(each.slot);
  if (after.wakeBy != TimePoint::max())
    workers_.wakeBy(after.wakeBy);
  if (after.isDrained)
    isDrained_.notify_all();
  for (const Afterwards::Happening &each : after.happenings)
    tell(each.kind, place, each.detail);
}

void Pool::count(std::uint64_t Tally::*what) {
  const Lock lock(mutex_);
  ++(tally_.*what);
}

void Pool::outdate() {
  Lock lock(mutex_);
  Afterwards after;
  for (std::size_t slot = 0; slot < seats_.size(); ++slot)
    seats_[slot].isOutdated = slots_->isLent(slot);
  for (Shelf shelf = 0; shelf < slots_->shelves(); ++shelf)
    for (const std::size_t slot : std::vector<std::size_t>(slots_->idleOf(shelf)))
      retire(slot, "leads elsewhere now", after);
  finish(lock, after);
}

std::size_t Pool::load() const {
  const Lock lock(mutex_);
  return slots_->lent() + slots_->waiting();
}

bool Pool::mayRetry() {
  const Lock lock(mutex_);
  if (!budget_.allowsRetry())
    return false;
  budget_.failed();
  ++tally_.retries;
  return true;
}

Sessions Pool::sessionsOf(const Leg &leg) const {
  const Lock lock(mutex_);
  if (leg.shelf >= shelves_.size() || shelves_[leg.shelf].serial != leg.serial)
    return Sessions::Unknown;
  return shelves_[leg.shelf].sessions;
}

void Pool::believeSessions(const Leg &leg) {
  const Lock lock(mutex_);
  shelves_[leg.shelf].sessions = Sessions::Own;
}

void Pool::noteAvoided(const std::string &why) {
  Lock lock(mutex_);
  ++tally_.fallbacks;
  Afterwards after;
  if (!isAvoided_.exchange(true, std::memory_order_relaxed))
    after.happenings.push_back({REPOOL_FALLBACK, why});
  finish(lock, after);
}

void Pool::noteUsed() {
  if (!isAvoided_.load(std::memory_order_relaxed))
    return;
  Lock lock(mutex_);
  Afterwards after;
  if (isAvoided_.exchange(false, std::memory_order_relaxed))
    after.happenings.push_back({REPOOL_FAILBACK, {}});
  finish(lock, after);
}

double Pool::random() {
  return std::uniform_real_distribution<double>()(random_);
}

} // namespace repool::detail
