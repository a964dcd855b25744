#include "Slots.h"

#include <algorithm>
#include <cassert>

namespace repool::detail {

struct Slots::Room {
  explicit Room(const Slots &slots)
      : all(slots.limits_.max - slots.lent_),
        firstLevel(slots.limits_.max - slots.limits_.reserve -
                   std::min(slots.lentAtFirstLevel_, slots.limits_.max - slots.limits_.reserve)),
        fallback(slots.limits_.fallbackMax -
                 std::min(slots.lentAsFallback_, slots.limits_.fallbackMax)) {}

  bool isFor(std::size_t which) const {
    return all > 0 && ((which & 1U) || firstLevel > 0) && (!(which & 2U) || fallback > 0);
  }

  void take(std::size_t which) {
    --all;
    firstLevel -= (which & 1U) ? 0 : 1;
    fallback -= (which & 2U) ? 1 : 0;
  }

  std::size_t all;
  std::size_t firstLevel;
  std::size_t fallback;
};

Slots::Slots(Limits limits) : limits_(limits), places_(limits.max) {
  assert(limits.max > 0 && "a pool without places");
  assert(limits.reserve < limits.max && "a pool whose places are all reserved");
  empty_.reserve(limits.max);
  for (std::size_t slot = limits.max; slot > 0; --slot)
    empty_.push_back(slot - 1);
}

Shelf Slots::addShelf() {
  shelves_.emplace_back();
  shelves_.back().idle.reserve(limits_.max);
  return static_cast<Shelf>(shelves_.size() - 1);
}

bool Slots::isUnused(Shelf shelf) const {
  const ShelfState &state = shelves_[shelf];
  return state.idle.empty() && state.lent == 0 && state.dialing == 0 && state.waiting == 0;
}

std::size_t Slots::heldBy(Holder holder) const {
  return static_cast<std::size_t>(
      std::count_if(places_.begin(), places_.end(), [&](const Place &place) {
        return place.state == State::Lent && place.holder == holder;
      }));
}

std::vector<Holder> Slots::holdersIfFull() const {
  std::vector<Holder> holders;
  if (dialing_ > 0 || lent_ < limits_.max - limits_.reserve)
    return holders;
  for (const Place &place : places_)
    if (place.state == State::Lent)
      holders.push_back(place.holder);
  return holders;
}

bool Slots::hasRoomFor(bool isNested, bool isFallback) const {
  return Room(*this).isFor(classOf(isNested, isFallback));
}

// Nobody of the same class waits, or the newcomer waits too: nobody is overtaken.
Answer Slots::request(const Request &request, TimePoint now) {
  const std::size_t held = request.mayHold ? heldBy(request.holder) : 0;
  const bool isNested = held > 0;
  const std::size_t which = classOf(isNested, request.isFallback);
  Answer answer;
  const bool hasRoom = hasRoomFor(isNested, request.isFallback);
  if (hasRoom && (queues_[which].empty() || request.isFirst)) {
    std::vector<std::size_t> &idle = shelves_[request.shelf].idle;
    if (!idle.empty()) {
      answer.grant.slot = idle.back();
      idle.pop_back();
      --idle_;
      lend(answer.grant.slot, request, isNested);
      answer.kind = Answer::Kind::Granted;
      return answer;
    }
    if (request.opensItself && takePlaceToOpen(request.shelf, answer.grant.slot)) {
      lend(answer.grant.slot, request, isNested);
      answer.grant.needsOpen = true;
      answer.kind = Answer::Kind::Granted;
      return answer;
    }
  }
  // A second level may wait: the reserve guarantees that someone else of the second level holds a
  // place, and whoever does so is refused, not queued, when it asks for a third.
  if (isNested && !hasRoom && (limits_.reserve == 0 || held > 1)) {
    answer.refusal = Refusal::NestedTooDeep;
    return answer;
  }
  if (request.deadline <= now)
    return answer;
  if (waiting_ >= limits_.maxWaiters && !(hasRoom && waiting_ < limits_.max)) {
    answer.refusal = Refusal::QueueFull;
    return answer;
  }
  answer.kind = Answer::Kind::Waits;
  answer.ticket = request.isFirst ? --firstTicket_ : ++lastTicket_;
  const Queued waiter{answer.ticket, request, now, isNested};
  if (request.isFirst)
    queues_[which].push_front(waiter);
  else
    queues_[which].push_back(waiter);
  ++waiting_;
  ++shelves_[request.shelf].waiting;
  return answer;
}

bool Slots::lendIdle(Shelf shelf, Holder holder, bool mayHold, std::size_t &slot) {
  std::vector<std::size_t> &idle = shelves_[shelf].idle;
  if (waiting_ > 0 || idle.empty() || lentAtFirstLevel_ >= limits_.max - limits_.reserve ||
      lent_ >= limits_.max || (mayHold && heldBy(holder) > 0))
    return false;
  slot = idle.back();
  idle.pop_back();
  --idle_;
  Request request;
  request.shelf = shelf;
  request.holder = holder;
  lend(slot, request, false);
  return true;
}

void Slots::giveBack(std::size_t slot, bool isOpen) {
  Place &place = places_[slot];
  assert(place.state == State::Lent && "a place given back twice");
  --lent_;
  --shelves_[place.shelf].lent;
  lentAtFirstLevel_ -= place.isNested ? 0 : 1;
  lentAsFallback_ -= place.isFallback ? 1 : 0;
  if (isOpen) {
    place.state = State::Idle;
    shelves_[place.shelf].idle.push_back(slot);
    ++idle_;
  } else {
    place.state = State::Empty;
    empty_.push_back(slot);
  }
}

void Slots::dialed(std::size_t slot, bool isOpen) {
  Place &place = places_[slot];
  assert(place.state == State::Dialing && "a dial that never began");
  --dialing_;
  --shelves_[place.shelf].dialing;
  if (isOpen) {
    place.state = State::Idle;
    shelves_[place.shelf].idle.push_back(slot);
    ++idle_;
  } else {
    place.state = State::Empty;
    empty_.push_back(slot);
  }
}

// Each waiter, first to last, takes what it can: an idle connection, or a place to open one; else
// it counts on a dial, one that is under way or one that begins now. Who can only wait for a place
// reserves it, so that later ones do not take it away; but the first who would close another
// shelf's connection is patient:
//
//   idle: pqxx   lent: pq   waiting: pq, pqxx, pq     -> the second is served, the first by what
//   comes back
//
// Ends when nothing is left to reserve.
void Slots::advance(TimePoint now, const DialRule &rule, Moves &moves) {
  if (waiting_ == 0)
    return;
  for (ShelfState &shelf : shelves_)
    shelf.claimed = 0;
  Room room(*this);
  std::array<std::size_t, 4> at = {};
  Dial dial;
  const auto open = [&](const Queued &waiter) {
    if (rule.mayBegin && dialing_ < rule.limit && reserve(waiter.request.shelf, dial))
      moves.dials.push_back(dial);
  };
  const Queued *patient = nullptr;
  for (;;) {
    std::size_t first = queues_.size();
    for (std::size_t which = 0; which < queues_.size(); ++which) {
      const Queue &queue = queues_[which];
      while (at[which] < queue.size() &&
             (queue[at[which]].isGone || queue[at[which]].request.deadline <= now))
        ++at[which];
      if (at[which] < queue.size() && room.isFor(which) &&
          (first == queues_.size() || queue[at[which]].ticket < queues_[first][at[first]].ticket))
        first = which;
    }
    if (first == queues_.size())
      break;
    Queued &waiter = queues_[first][at[first]++];
    if (patient) {
      if (waiter.asked > patient->asked + Patience || !canAnyPass())
        break;
      if (!waiter.request.opensItself && serve(waiter, moves))
        room.take(first);
      continue;
    }
    if (canWaitForItsOwn(waiter)) {
      patient = &waiter;
      continue;
    }
    room.take(first);
    if (serve(waiter, moves))
      continue;
    ShelfState &shelf = shelves_[waiter.request.shelf];
    if (!waiter.request.opensItself && shelf.claimed++ >= shelf.dialing)
      open(waiter);
  }
  if (patient && idle_ > 0 && room.isFor(classOf(patient->isNested, patient->request.isFallback))) {
    if (now >= patient->asked + Patience)
      open(*patient);
    else
      moves.again = patient->asked + Patience;
  }
  trim();
}

/// Only by closing another shelf's connection could it have one now, and its own has some.
bool Slots::canWaitForItsOwn(const Queued &waiter) const {
  const ShelfState &shelf = shelves_[waiter.request.shelf];
  return !waiter.request.opensItself && shelf.idle.empty() && shelf.lent > 0 &&
         shelf.claimed >= shelf.dialing && idle_ > 0 && empty_.empty();
}

bool Slots::canAnyPass() const {
  return std::any_of(shelves_.begin(), shelves_.end(), [](const ShelfState &shelf) {
    return !shelf.idle.empty() && shelf.waiting > 0;
  });
}

bool Slots::serve(Queued &waiter, Moves &moves) {
  Grant grant;
  std::vector<std::size_t> &idle = shelves_[waiter.request.shelf].idle;
  if (!idle.empty()) {
    grant.slot = idle.back();
    idle.pop_back();
    --idle_;
  } else if (!waiter.request.opensItself || !takePlaceToOpen(waiter.request.shelf, grant.slot)) {
    return false;
  } else {
    grant.needsOpen = true;
  }
  lend(grant.slot, waiter.request, waiter.isNested);
  moves.handovers.push_back({waiter.request.waiter, grant});
  drop(waiter);
  return true;
}

bool Slots::reserve(Shelf shelf, Dial &dial) {
  if (!takePlaceToOpen(shelf, dial.slot))
    return false;
  dial.shelf = shelf;
  places_[dial.slot].state = State::Dialing;
  places_[dial.slot].shelf = shelf;
  ++dialing_;
  ++shelves_[shelf].dialing;
  return true;
}

// An empty one, else the longest idle one of another shelf.
bool Slots::takePlaceToOpen(Shelf shelf, std::size_t &slot) {
  if (!empty_.empty()) {
    slot = empty_.back();
    empty_.pop_back();
    return true;
  }
  ShelfState *most = nullptr;
  for (Shelf other = 0; other < shelves_.size(); ++other)
    if (other != shelf && !shelves_[other].idle.empty() &&
        (!most || shelves_[other].idle.size() > most->idle.size()))
      most = &shelves_[other];
  if (!most)
    return false;
  slot = most->idle.front();
  most->idle.erase(most->idle.begin());
  --idle_;
  return true;
}

void Slots::lend(std::size_t slot, const Request &request, bool isNested) {
  places_[slot] = {State::Lent, request.shelf, request.holder, isNested, request.isFallback};
  ++lent_;
  ++shelves_[request.shelf].lent;
  lentAtFirstLevel_ += isNested ? 0 : 1;
  lentAsFallback_ += request.isFallback ? 1 : 0;
}

void Slots::takeIdle(std::size_t slot) {
  Place &place = places_[slot];
  assert(place.state == State::Idle && "only an idle place can be emptied");
  std::vector<std::size_t> &idle = shelves_[place.shelf].idle;
  idle.erase(std::find(idle.begin(), idle.end(), slot));
  --idle_;
  place.state = State::Empty;
  empty_.push_back(slot);
}

void Slots::beginClosing(std::size_t slot) {
  takeIdle(slot);
  empty_.pop_back();
  places_[slot].state = State::Dialing;
  ++dialing_;
  ++shelves_[places_[slot].shelf].dialing;
}

const Slots::Queued *Slots::find(Ticket ticket) const {
  for (const Queue &queue : queues_) {
    const auto found = std::lower_bound(
        queue.begin(), queue.end(), ticket,
        [](const Queued &waiter, Ticket wanted) { return waiter.ticket < wanted; });
    if (found != queue.end() && found->ticket == ticket)
      return found->isGone ? nullptr : &*found;
  }
  return nullptr;
}

bool Slots::isWaiting(Ticket ticket) const {
  return find(ticket) != nullptr;
}

void Slots::drop(Queued &waiter) {
  waiter.isGone = true;
  --waiting_;
  --shelves_[waiter.request.shelf].waiting;
}

void Slots::trim() {
  for (Queue &queue : queues_)
    while (!queue.empty() && queue.front().isGone)
      queue.pop_front();
}

bool Slots::leave(Ticket ticket) {
  const Queued *const waiter = find(ticket);
  if (!waiter)
    return false;
  drop(const_cast<Queued &>(*waiter)); // ours: find() is const for isWaiting()
  trim();
  return true;
}

std::vector<Waiter *> Slots::giveUp(Shelf shelf, bool isFinal) {
  std::vector<Waiter *> gone;
  for (Queue &queue : queues_)
    for (Queued &waiter : queue) {
      if (waiter.isGone || waiter.request.shelf != shelf)
        continue;
      if (!isFinal && --waiter.request.attempts > 0)
        continue;
      gone.push_back(waiter.request.waiter);
      drop(waiter);
    }
  trim();
  return gone;
}

std::vector<Waiter *> Slots::takeWaiters() {
  std::vector<Waiter *> gone;
  for (Queue &queue : queues_) {
    for (const Queued &waiter : queue)
      if (!waiter.isGone)
        gone.push_back(waiter.request.waiter);
    queue.clear();
  }
  waiting_ = 0;
  for (ShelfState &shelf : shelves_)
    shelf.waiting = 0;
  return gone;
}

} // namespace repool::detail
