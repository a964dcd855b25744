// What a pool does by time: probes, idle and old connections, leaks; and its end.

#include "Afterwards.h"
#include "Events.h"
#include "Pool.h"
#include "Waiter.h"
#include "Workers.h"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <utility>

namespace repool::detail {

namespace {

constexpr std::chrono::seconds Second(1);
constexpr std::size_t MostNamed = 5; ///< holders in a message

std::string seconds(Clock::duration duration) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << std::chrono::duration<double>(duration).count()
       << " s";
  return text.str();
}

} // namespace

TimePoint Pool::tick(TimePoint now) {
  Lock lock(mutex_);
  if (!slots_)
    return TimePoint::max();
  Afterwards after;
  probe(now, after);
  closeOld(now, after);
  findLeaks(now, after);
  Dial dial;
  if (isOpen() && breaker_.isClosed() && !shelves_.empty() && now >= noDialBefore_ &&
      !shelves_.front().connector->isLocal() &&
      slots_->lent() + slots_->idle() + slots_->dialing() < config_.least &&
      slots_->dialing() < dialLimit_ && slots_->reserve(0, dial))
    after.dials.push_back(dial);
  advance(now, after);
  const bool isInUse = slots_->lent() + slots_->idle() + slots_->dialing() + slots_->waiting() > 0;
  TimePoint next = isInUse || config_.least > 0 ? now + Second : TimePoint::max();
  if (!breaker_.isClosed())
    next = std::min(next, std::max(breaker_.nextProbe(), now + Milliseconds(1)));
  next = std::min(next, std::max(after.wakeBy, now + Milliseconds(1)));
  for (Shelf id = 0; id < shelves_.size(); ++id)
    if (shelves_[id].needsSettling && slots_->lentOf(id) == 0)
      next = std::min(next, std::max(shelves_[id].quietSince + QuietTime, now + Milliseconds(1)));
  after.wakeBy = TimePoint::max(); // the answer says it
  finish(lock, after);
  settleQuiet(now);
  return next;
}

void Pool::probe(TimePoint now, Afterwards &after) {
  if (breaker_.isClosed() || !isOpen() || now < breaker_.nextProbe() ||
      lastFailedShelf_ >= shelves_.size())
    return;
  Dial dial;
  // No place free: the connections that are lent will tell.
  if (!slots_->reserve(lastFailedShelf_, dial))
    return;
  if (!breaker_.beginProbe(now)) {
    slots_->dialed(dial.slot, false);
    return;
  }
  seats_[dial.slot].isProbe = true;
  after.dials.push_back(dial);
}

void Pool::closeOld(TimePoint now, Afterwards &after) {
  std::size_t open = slots_->lent() + slots_->idle() + slots_->dialing();
  for (Shelf shelf = 0; shelf < slots_->shelves(); ++shelf) {
    const std::vector<std::size_t> idle = slots_->idleOf(shelf);
    for (const std::size_t slot : idle) {
      const Seat &seat = seats_[slot];
      const bool isIdle = now - seat.since >= config_.idle && open > config_.least;
      if (!isIdle && seat.expiresAt > now)
        continue;
      retire(slot, isIdle ? "idle" : "old", after);
      --open;
    }
  }
}

// The place is free only when the connection is closed: a worker does both.
void Pool::retire(std::size_t slot, const char *why, Afterwards &after) {
  Afterwards::Retired retired;
  retired.slot = slot;
  retired.connection = std::move(seats_[slot].connection);
  slots_->beginClosing(slot);
  after.retired.push_back(std::move(retired));
  ++tally_.dropped;
  if (isHeard(REPOOL_CLOSED))
    after.happenings.push_back({REPOOL_CLOSED, why});
}

void Pool::findLeaks(TimePoint now, Afterwards &after) {
  if (config_.leakAfter.count() == 0)
    return;
  for (std::size_t slot = 0; slot < seats_.size(); ++slot) {
    Seat &seat = seats_[slot];
    if (!slots_->isLent(slot) || seat.isReported || now - seat.since < config_.leakAfter)
      continue;
    seat.isReported = true;
    ++tally_.leaks;
    after.happenings.push_back({REPOOL_LEAK, "borrowed at " + textOf(seat.origin) + ", held for " +
                                                 seconds(now - seat.since)});
  }
}

// About a second after the last give-back: time to do what the last close of a file would have
// done. The connections are lent to nobody meanwhile.
void Pool::settleQuiet(TimePoint now) {
  std::vector<std::pair<std::size_t, std::unique_ptr<Connection>>> quiet;
  {
    const Lock lock(mutex_);
    for (Shelf id = 0; id < shelves_.size(); ++id) {
      ShelfInfo &shelf = shelves_[id];
      if (!shelf.needsSettling || slots_->lentOf(id) > 0 || now - shelf.quietSince < QuietTime)
        continue;
      shelf.needsSettling = false;
      for (const std::size_t slot : std::vector<std::size_t>(slots_->idleOf(id))) {
        slots_->beginClosing(slot);
        quiet.emplace_back(slot, std::move(seats_[slot].connection));
      }
    }
  }
  for (auto &[slot, connection] : quiet) {
    if (!connection->settle())
      connection.reset();
    Lock lock(mutex_);
    Afterwards after;
    if (connection && !isOpen()) {
      after.retired.push_back({slot, std::move(connection)});
    } else {
      const bool isKept = connection != nullptr;
      if (isKept)
        seats_[slot].connection = std::move(connection);
      slots_->dialed(slot, isKept);
    }
    after.isDrained = !isOpen();
    advance(Clock::now(), after);
    finish(lock, after);
  }
}

void Pool::close() {
  Lock lock(mutex_);
  isClosed_.store(true, std::memory_order_relaxed);
  Afterwards after;
  for (Shelf shelf = 0; shelf < slots_->shelves(); ++shelf)
    for (const std::size_t slot : std::vector<std::size_t>(slots_->idleOf(shelf))) {
      after.unwanted.push_back(std::move(seats_[slot].connection));
      slots_->takeIdle(slot);
    }
  const Failure failure{
      Blame::Pool, 0, {}, "repool: no connection to " + place_ + ": the runtime is shutting down"};
  fail(slots_->takeWaiters(), failure, after);
  finish(lock, after);
}

bool Pool::isDrained(TimePoint deadline) {
  Lock lock(mutex_);
  return isDrained_.wait_until(lock, deadline,
                               [&] { return slots_->lent() == 0 && slots_->dialing() == 0; });
}

bool Pool::isEmptySince(TimePoint then) const {
  const Lock lock(mutex_);
  return lastAsked_ <= then &&
         slots_->lent() + slots_->idle() + slots_->dialing() + slots_->waiting() == 0;
}

std::vector<Holder> Pool::holdersIfFull() const {
  const Lock lock(mutex_);
  return slots_->holdersIfFull();
}

bool Pool::isWaiting(Ticket ticket) const {
  const Lock lock(mutex_);
  return slots_->isWaiting(ticket);
}

Pool::Gauges Pool::gauges(Tally &tally) const {
  const Lock lock(mutex_);
  tally = tally_;
  Gauges gauges;
  gauges.lent = slots_->lent();
  gauges.idle = slots_->idle();
  gauges.waiting = slots_->waiting();
  gauges.dialing = slots_->dialing();
  gauges.max = slots_->limits().max;
  gauges.shelves = shelves_.size();
  gauges.isBreakerClosed = breaker_.isClosed();
  gauges.isServing = isOpen();
  gauges.place = place_;
  return gauges;
}

std::string Pool::holdersText(TimePoint now) const {
  std::vector<const Seat *> lent;
  for (std::size_t slot = 0; slot < seats_.size(); ++slot)
    if (slots_->isLent(slot))
      lent.push_back(&seats_[slot]);
  std::sort(lent.begin(), lent.end(),
            [](const Seat *a, const Seat *b) { return a->since < b->since; });
  std::string text;
  for (std::size_t i = 0; i < lent.size() && i < MostNamed; ++i)
    text += (i == 0 ? "; held by " : ", ") + textOf(lent[i]->origin) + " for " +
            seconds(now - lent[i]->since);
  return text + (lent.size() > MostNamed ? ", ..." : "");
}

std::string Pool::explain(Refusal refusal, const Ask &ask) const {
  const std::string max = std::to_string(slots_->limits().max);
  const std::string use =
      std::to_string(slots_->lent()) + " of " + max + " in use" +
      (slots_->limits().reserve > 0
           ? " (" + std::to_string(slots_->limits().reserve) + " kept for nested borrows)"
           : "") +
      ", " + std::to_string(slots_->waiting()) + " waiting" +
      (slots_->dialing() > 0 ? ", " + std::to_string(slots_->dialing()) + " being opened" : "") +
      holdersText(Clock::now()) + (failures_ > 0 ? "; last failure: " + lastFailure_.message : "");
  std::string none = "repool: no connection to " + place_;
  switch (refusal) {
  case Refusal::DeadlinePassed:
    return none + " within " + std::to_string(config_.deadline.count()) + " ms: " + use;
  case Refusal::QueueFull:
    return none + ": the queue is full: " + use;
  case Refusal::NestedTooDeep:
    return none + ": this thread holds " + std::to_string(slots_->heldBy(ask.holder)) +
           " already and would wait for itself: " + use;
  case Refusal::ShutDown:
    return none + ": the runtime is shutting down";
  }
  return none;
}

} // namespace repool::detail
