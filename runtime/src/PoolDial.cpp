// How a pool opens connections, and what a failure does to those who wait.

#include "Afterwards.h"
#include "Events.h"
#include "Pool.h"
#include "Waiter.h"
#include "Workers.h"

#include <algorithm>
#include <utility>

namespace repool::detail {

namespace {

constexpr std::size_t MostDials = 2; ///< at a time
constexpr std::chrono::seconds ForeignFor(30);

Failure outOfMemory() {
  return {Blame::Caller, 0, {}, "out of memory"};
}

/// \p sessions: what is known of them, and what got known.
Opened openChecked(const Connector &connector, const Check &check, TimePoint deadline,
                   Sessions &sessions) noexcept {
  Opened opened;
  try {
    opened = connector.connect(deadline);
    if (!opened.isGood) {
      if (opened.failure.blame == Blame::None)
        opened.failure.blame = Blame::Server;
      return opened;
    }
    opened.connection->enroll();
    if (check)
      opened.failure = check(*opened.connection, deadline);
    if (check && sessions == Sessions::Unknown && opened.failure.blame == Blame::None)
      sessions = opened.connection->hasOwnSession(deadline) ? Sessions::Own : Sessions::Shared;
  } catch (const std::exception &error) {
    opened.failure = {Blame::Caller, 0, {}, error.what()};
  } catch (...) {
    opened.failure = outOfMemory();
  }
  if (opened.failure.blame != Blame::None) {
    opened.isGood = false;
    opened.connection.reset();
  }
  return opened;
}

} // namespace

// A link has others behind it, so it gets a share of the time; the last resort gets all of it, as
// the call's own open would.
Milliseconds Pool::dialTime(const ShelfInfo &shelf) const {
  return shelf.isLink ? std::max(config_.deadline / 3, Milliseconds(1)) : config_.deadline;
}

// In a worker, or in a borrower where there is none. The place is ours until we say how it went.
void Pool::dial(std::size_t slot) noexcept {
  Lock lock(mutex_);
  const ShelfInfo &shelf = shelves_[slots_->shelfOf(slot)];
  const std::shared_ptr<const Connector> connector = shelf.connector;
  const Check check = shelf.check;
  Sessions sessions = shelf.sessions;
  const Breaker::Generation when = breaker_.generation();
  std::unique_ptr<Connection> old = std::move(seats_[slot].connection);
  const TimePoint began = Clock::now();
  const TimePoint deadline =
      began + (seats_[slot].isProbe ? breaker_.settings().probeLimit : dialTime(shelf));
  ++tally_.dials;
  lock.unlock();

  old.reset(); // of another shelf; closed first, so that there are never more than max
  Opened opened = openChecked(*connector, check, deadline, sessions);
  if (!opened.isGood)
    opened.connection.reset(); // before the place is free, so that there are never more than max

  lock.lock();
  Afterwards after;
  shelves_[slots_->shelfOf(slot)].sessions = sessions;
  if (opened.isGood)
    dialSucceeded(slot, opened, began, when, after);
  else
    dialFailed(slot, opened.failure, when, after);
  after.isDrained = !isOpen();
  advance(Clock::now(), after);
  finish(lock, after);
}

void Pool::dialSucceeded(std::size_t slot, Opened &opened, TimePoint began,
                         Breaker::Generation when, Afterwards &after) {
  const TimePoint now = Clock::now();
  Seat &seat = seats_[slot];
  ++tally_.opened;
  tally_.dialed.add(now - began);
  budget_.succeeded();
  failures_ = 0;
  dialLimit_ = std::min(MostDials, dialLimit_ * 2);
  noDialBefore_ = TimePoint();
  after.wakeBy = now + std::chrono::seconds(1);
  if (isHeard(REPOOL_OPENED))
    after.happenings.push_back({REPOOL_OPENED, {}});
  const bool isProbe = std::exchange(seat.isProbe, false);
  if (isProbe && breaker_.endProbe(when, true, now, random())) {
    after.happenings.push_back({REPOOL_BREAKER_CLOSED, {}});
    dialLimit_ = 1;
  } else if (!isProbe) {
    breaker_.succeeded(when);
  }
  if (!isOpen()) {
    after.retired.push_back({slot, std::move(opened.connection)});
    return;
  }
  seat.connection = std::move(opened.connection);
  seat.openedAt = began;
  seat.isOutdated = false;
  seat.expiresAt =
      now + std::chrono::duration_cast<Clock::duration>(config_.lifetime * (1 - random() / 5));
  seat.since = now;
  slots_->dialed(slot, true);
}

void Pool::dialFailed(std::size_t slot, const Failure &failure, Breaker::Generation when,
                      Afterwards &after) {
  const TimePoint now = Clock::now();
  const Shelf id = slots_->shelfOf(slot);
  ShelfInfo &shelf = shelves_[id];
  const bool isProbe = std::exchange(seats_[slot].isProbe, false);
  slots_->dialed(slot, false);
  ++tally_.dialFailures;
  if (isHeard(REPOOL_DIAL_FAILED))
    after.happenings.push_back({REPOOL_DIAL_FAILED, failure.message});

  if (failure.blame == Blame::Caller || failure.blame == Blame::Foreign) {
    // The server is there. Nobody of this shelf will fare better.
    if (isProbe && breaker_.endProbe(when, true, now, random()))
      after.happenings.push_back({REPOOL_BREAKER_CLOSED, {}});
    if (failure.blame == Blame::Foreign) {
      ++tally_.foreign;
      shelf.refusedUntil = now + ForeignFor;
      shelf.refusal = failure;
      after.happenings.push_back({REPOOL_FOREIGN, failure.message});
    }
    fail(slots_->giveUp(id, true), failure, after);
    return;
  }

  // A full server serves those whom it has let in: what they give back serves the others.
  const bool isCrowded = failure.blame == Blame::Overload && slots_->lent() + slots_->idle() > 0;
  const bool mayRetry = budget_.allowsRetry();
  lastFailure_ = failure;
  lastFailedShelf_ = id;
  budget_.failed();
  dialLimit_ = 1;
  noDialBefore_ = now + backoff(++failures_, random());
  if (isProbe) {
    breaker_.endProbe(when, false, now, random());
    after.wakeBy = std::min(after.wakeBy, breaker_.nextProbe());
    return;
  }
  if (isCrowded)
    return;
  if (breaker_.failed(when, now, random())) {
    breakerOpened(after);
    return;
  }
  const std::vector<Waiter *> gone = slots_->giveUp(id, !mayRetry);
  tally_.retries += slots_->waiting();
  fail(gone, failure, after);
}

void Pool::breakerOpened(Afterwards &after) {
  ++tally_.breakerOpened;
  after.happenings.push_back({REPOOL_BREAKER_OPENED, lastFailure_.message});
  after.wakeBy = std::min(after.wakeBy, breaker_.nextProbe());
  fail(slots_->takeWaiters(), lastFailure_, after);
}

void Pool::warm(const Leg &leg) {
  Lock lock(mutex_);
  if (!isOpen() || leg.shelf >= shelves_.size() || shelves_[leg.shelf].serial != leg.serial)
    return;
  Afterwards after;
  Dial dial;
  if (breaker_.isClosed() && slots_->idleOf(leg.shelf).empty() &&
      slots_->dialingOf(leg.shelf) == 0 && slots_->dialing() < dialLimit_ &&
      slots_->reserve(leg.shelf, dial))
    after.dials.push_back(dial);
  finish(lock, after);
}

} // namespace repool::detail
