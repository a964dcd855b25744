#include "Pool.h"

#include "repool/lease.h"

#include <utility>

namespace repool::detail {

namespace {

/// Frees a place when opening its connection failed or threw.
class PlaceGuard {
public:
  PlaceGuard(Pool &pool, std::size_t slot) : pool_(pool), slot_(slot) {}

  PlaceGuard(const PlaceGuard &) = delete;
  PlaceGuard &operator=(const PlaceGuard &) = delete;

  ~PlaceGuard() {
    if (isArmed_)
      pool_.giveBack(slot_, nullptr, 0, true);
  }

  void keep() { isArmed_ = false; }

private:
  Pool &pool_;
  std::size_t slot_;
  bool isArmed_ = true;
};

} // namespace

Pool::Pool(std::shared_ptr<const Connector> connector, const Config &config, Counters &counters)
    : connector_(std::move(connector)), deadline_(config.deadline), counters_(counters),
      slots_(config.limits), connections_(config.limits.max) {}

Borrowed Pool::borrow(Holder holder) {
  std::unique_ptr<Connection> idle;
  const std::variant<Grant, Refusal> outcome = take(holder, idle);
  if (const Refusal *refusal = std::get_if<Refusal>(&outcome))
    return refuse(*refusal, holder);

  const std::size_t slot = std::get<Grant>(outcome).slot;
  PlaceGuard guard(*this, slot);
  Borrowed borrowed{openIfNeeded(std::move(idle)), slot};
  if (borrowed.opened.isGood)
    guard.keep();
  return borrowed;
}

std::variant<Grant, Refusal> Pool::take(Holder holder, std::unique_ptr<Connection> &idle) {
  const TimePoint now = Clock::now();
  const TimePoint deadline = now + deadline_;
  std::unique_lock<std::mutex> lock(mutex_);
  if (isClosed_)
    return Refusal::ShutDown;

  const Answer answer = slots_.request(holder, now, deadline);
  if (answer.kind == Answer::Kind::Refused)
    return answer.refusal;
  Grant grant = answer.grant;
  if (answer.kind == Answer::Kind::Waits) {
    Waiter waiter;
    waiters_.emplace(answer.ticket, &waiter);
    const auto isServed = [&] { return waiter.outcome.index() != 0; };
    waiter.isServed.wait_until(lock, deadline, isServed);
    waiters_.erase(answer.ticket);
    if (!isServed()) {
      slots_.leave(answer.ticket);
      return Refusal::DeadlinePassed;
    }
    if (const Refusal *refusal = std::get_if<Refusal>(&waiter.outcome))
      return *refusal;
    grant = std::get<Grant>(waiter.outcome);
  }
  idle = std::move(connections_[grant.slot]);
  return grant;
}

// The place is ours: a connection that the server has closed meanwhile is replaced in it, unseen.
Opened Pool::openIfNeeded(std::unique_ptr<Connection> idle) {
  if (idle && idle->isAlive(Clock::now() + deadline_))
    return {std::move(idle), true, 0, {}};
  if (idle) {
    idle.reset();
    counters_.dropped.add();
  }
  Opened opened = connector_->connectAsCalled();
  if (opened.isGood) {
    counters_.opened.add();
    opened.connection->enroll();
  }
  return opened;
}

Borrowed Pool::refuse(Refusal refusal, Holder holder) {
  if (refusal == Refusal::DeadlinePassed)
    counters_.timeouts.add();
  return {connector_->refuse({Blame::Pool, 0, {}, explain(refusal, holder)}), 0};
}

void Pool::giveBack(std::size_t slot, std::unique_ptr<Connection> connection, unsigned marks,
                    bool isBroken) noexcept {
  const bool isUnwanted = isBroken || isClosed();
  if (connection &&
      (isUnwanted || !connection->makeFresh((marks & Stateless) != 0, Clock::now() + deadline_))) {
    // Closed before the place is free, so that there are never more than max.
    connection.reset();
    counters_.dropped.add();
  }
  putBack(slot, std::move(connection));
}

void Pool::putBack(std::size_t slot, std::unique_ptr<Connection> connection) {
  std::unique_ptr<Connection> unwanted; // closed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  if (isClosed_)
    unwanted = std::move(connection);
  const bool isOpen = connection != nullptr;
  connections_[slot] = std::move(connection);
  if (const auto handover = slots_.giveBack(slot, isOpen, Clock::now())) {
    Waiter &waiter = *waiters_.at(handover->ticket);
    waiter.outcome = handover->grant;
    waiter.isServed.notify_one();
  }
  if (slots_.lent() == 0)
    isDrained_.notify_all();
}

void Pool::close() {
  std::vector<std::unique_ptr<Connection>> unwanted; // closed after the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  isClosed_ = true;
  for (const std::size_t slot : slots_.takeIdle())
    unwanted.push_back(std::move(connections_[slot]));
  for (const auto &[ticket, waiter] : waiters_) {
    if (!slots_.leave(ticket))
      continue; // served, but not awake yet
    waiter->outcome = Refusal::ShutDown;
    waiter->isServed.notify_one();
  }
}

bool Pool::isClosed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return isClosed_;
}

bool Pool::isDrained(TimePoint deadline) {
  std::unique_lock<std::mutex> lock(mutex_);
  return isDrained_.wait_until(lock, deadline, [&] { return slots_.lent() == 0; });
}

Pool::Gauges Pool::gauges() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {slots_.lent(), slots_.idle(), slots_.waiting()};
}

std::string Pool::explain(Refusal refusal, Holder holder) const {
  const std::string place = connector_->target().place;
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string max = std::to_string(slots_.limits().max);
  const std::string use = std::to_string(slots_.lent()) + " of " + max + " in use, " +
                          std::to_string(slots_.waiting()) + " waiting";
  switch (refusal) {
  case Refusal::DeadlinePassed:
    return "repool: no connection to " + place + " within " + std::to_string(deadline_.count()) +
           " ms: " + use;
  case Refusal::QueueFull:
    return "repool: no connection to " + place + ": the queue is full: " + use;
  case Refusal::NestedTooDeep:
    return "repool: no connection to " + place + ": this thread holds " +
           std::to_string(slots_.heldBy(holder)) + " already and would wait for itself: " + use;
  case Refusal::ShutDown:
    return "repool: no connection to " + place + ": the runtime is shutting down";
  }
  return {};
}

} // namespace repool::detail
