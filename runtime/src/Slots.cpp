#include "Slots.h"

#include <algorithm>
#include <cassert>

namespace repool::detail {

Slots::Slots(Limits limits) : limits_(limits), places_(limits.max) {
  assert(limits.max > 0 && "a pool without places");
  assert(limits.reserve < limits.max && "a pool whose places are all reserved");
  idle_.reserve(limits.max);
  empty_.reserve(limits.max);
  for (std::size_t slot = limits.max; slot > 0; --slot)
    empty_.push_back(slot - 1);
}

std::size_t Slots::heldBy(Holder holder) const {
  const auto found = held_.find(holder);
  return found == held_.end() ? 0 : found->second;
}

// Nobody who waits could be served now: giveBack() has already handed over what it could. So a
// request that finds room overtakes nobody of its own level.
Answer Slots::request(Holder holder, TimePoint now, TimePoint deadline) {
  const std::size_t held = heldBy(holder);
  const bool isNested = held > 0;
  Answer answer;
  if (hasRoomFor(isNested)) {
    answer.kind = Answer::Kind::Granted;
    answer.grant = lend(holder, isNested);
    return answer;
  }
  // A second level may wait: the reserve guarantees that someone else of the second level holds a
  // place, and whoever does so is refused, not queued, when it asks for a third.
  if (isNested && (limits_.reserve == 0 || held > 1)) {
    answer.refusal = Refusal::NestedTooDeep;
    return answer;
  }
  if (deadline <= now)
    return answer;
  if (queue_.size() >= limits_.maxWaiters) {
    answer.refusal = Refusal::QueueFull;
    return answer;
  }
  answer.kind = Answer::Kind::Waits;
  answer.ticket = ++lastTicket_;
  queue_.push_back({answer.ticket, holder, isNested, deadline});
  return answer;
}

std::optional<Handover> Slots::giveBack(std::size_t slot, bool isOpen, TimePoint now) {
  takeBack(slot);
  (isOpen ? idle_ : empty_).push_back(slot);

  const auto next = std::find_if(queue_.begin(), queue_.end(), [&](const Waiter &waiter) {
    return waiter.deadline > now && hasRoomFor(waiter.isNested);
  });
  if (next == queue_.end())
    return std::nullopt;
  const Waiter waiter = *next;
  queue_.erase(next);
  return Handover{waiter.ticket, lend(waiter.holder, waiter.isNested)};
}

bool Slots::leave(Ticket ticket) {
  const auto found = std::find_if(queue_.begin(), queue_.end(),
                                  [&](const Waiter &waiter) { return waiter.ticket == ticket; });
  if (found == queue_.end())
    return false;
  queue_.erase(found);
  return true;
}

std::vector<std::size_t> Slots::takeIdle() {
  const std::vector<std::size_t> taken = idle_;
  idle_.clear();
  empty_.insert(empty_.end(), taken.begin(), taken.end());
  return taken;
}

bool Slots::hasRoomFor(bool isNested) const {
  if (lent_ == limits_.max)
    return false;
  return isNested || lentAtFirstLevel_ < limits_.max - limits_.reserve;
}

Grant Slots::lend(Holder holder, bool isNested) {
  Grant grant;
  grant.needsOpen = idle_.empty();
  std::vector<std::size_t> &from = grant.needsOpen ? empty_ : idle_;
  assert(!from.empty() && "room, but no place");
  grant.slot = from.back();
  from.pop_back();
  places_[grant.slot] = {holder, isNested};
  ++held_[holder];
  ++lent_;
  lentAtFirstLevel_ += isNested ? 0 : 1;
  return grant;
}

void Slots::takeBack(std::size_t slot) {
  const Place place = places_[slot];
  const auto held = held_.find(place.holder);
  assert(held != held_.end() && "a place given back twice");
  if (--held->second == 0)
    held_.erase(held);
  --lent_;
  lentAtFirstLevel_ -= place.isNested ? 0 : 1;
}

} // namespace repool::detail
