// The bookkeeping of places: no lock, no clock; times are invented.

#include "Slots.h"

#include "Waiter.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace repool::detail {
namespace {

constexpr Milliseconds Long(1000);

class SlotsTest : public testing::Test {
protected:
  Request by(Holder holder, Shelf shelf = 0) {
    Request request;
    request.shelf = shelf;
    request.holder = holder;
    request.deadline = now_ + Long;
    request.waiter = &waiters_[static_cast<int>(holder)];
    return request;
  }

  /// As a driver that opens in the borrower's thread.
  Request openedBy(Holder holder, Shelf shelf = 0) {
    Request request = by(holder, shelf);
    request.opensItself = true;
    return request;
  }

  static Slots make(std::size_t max, std::size_t reserve = 0, std::size_t maxWaiters = 100) {
    Slots slots({max, reserve, maxWaiters, 5});
    slots.addShelf();
    slots.addShelf();
    return slots;
  }

  Moves advance(Slots &slots, DialRule rule = {}) {
    Moves moves;
    slots.advance(now_, rule, moves);
    return moves;
  }

  /// The holders that were served.
  std::vector<int> namesOf(const Moves &moves) {
    std::vector<int> names;
    for (const Handover &each : moves.handovers)
      for (const auto &[name, waiter] : waiters_)
        if (&waiter == each.waiter)
          names.push_back(name);
    return names;
  }

  std::size_t lendNew(Slots &slots, Holder holder, Shelf shelf = 0) {
    const Answer answer = slots.request(openedBy(holder, shelf), now_);
    EXPECT_EQ(answer.kind, Answer::Kind::Granted);
    return answer.grant.slot;
  }

  TimePoint now_ = TimePoint() + std::chrono::hours(1);
  std::map<int, Waiter> waiters_;
};

TEST_F(SlotsTest, LendsUpToMaxThenMakesWait) {
  Slots slots = make(2);
  lendNew(slots, 1);
  lendNew(slots, 2);
  EXPECT_EQ(slots.request(openedBy(3), now_).kind, Answer::Kind::Waits);
  EXPECT_EQ(slots.lent(), 2U);
  EXPECT_EQ(slots.waiting(), 1U);
}

TEST_F(SlotsTest, ReusesTheLastOneReturned) {
  Slots slots = make(3);
  const std::size_t first = lendNew(slots, 1);
  const std::size_t second = lendNew(slots, 2);
  slots.giveBack(first, true);
  slots.giveBack(second, true);
  const Answer answer = slots.request(by(3), now_);
  EXPECT_EQ(answer.kind, Answer::Kind::Granted);
  EXPECT_EQ(answer.grant.slot, second);
  EXPECT_FALSE(answer.grant.needsOpen);
}

TEST_F(SlotsTest, ServesFirstComeFirstServed) {
  Slots slots = make(1);
  std::size_t slot = lendNew(slots, 1);
  for (Holder holder = 2; holder <= 5; ++holder)
    slots.request(by(holder), now_);
  for (int expected = 2; expected <= 5; ++expected) {
    slots.giveBack(slot, true);
    const Moves moves = advance(slots);
    EXPECT_EQ(namesOf(moves), std::vector<int>{expected});
    slot = moves.handovers[0].grant.slot;
  }
}

TEST_F(SlotsTest, NobodyOvertakesWhoWaits) {
  Slots slots = make(1);
  const std::size_t slot = lendNew(slots, 1);
  slots.request(by(2), now_);
  slots.giveBack(slot, true);
  EXPECT_EQ(slots.request(by(3), now_).kind, Answer::Kind::Waits);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{2});
}

TEST_F(SlotsTest, OneWhoseConnectionWasDeadGoesFirst) {
  Slots slots = make(1);
  const std::size_t slot = lendNew(slots, 1);
  slots.request(by(2), now_);
  slots.giveBack(slot, false);
  Request again = by(1);
  again.isFirst = true;
  EXPECT_EQ(slots.request(again, now_).kind, Answer::Kind::Waits);
  const Moves moves = advance(slots);
  ASSERT_EQ(moves.dials.size(), 1U);
  slots.dialed(moves.dials[0].slot, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{1});
}

TEST_F(SlotsTest, DialsForThoseWhoWaitAndNotForMore) {
  Slots slots = make(10);
  slots.request(by(1), now_);
  const Moves first = advance(slots);
  EXPECT_EQ(first.dials.size(), 1U);
  EXPECT_TRUE(advance(slots).dials.empty()) << "one dial is enough for one";
  for (Holder holder = 2; holder <= 8; ++holder)
    slots.request(by(holder), now_);
  EXPECT_EQ(advance(slots).dials.size(), 1U) << "two at a time";
  EXPECT_EQ(slots.dialing(), 2U);
}

TEST_F(SlotsTest, AReturnServesBeforeTheDialDoes) {
  Slots slots = make(2);
  const std::size_t slot = lendNew(slots, 1);
  slots.request(by(2), now_);
  const Moves dialing = advance(slots);
  ASSERT_EQ(dialing.dials.size(), 1U);
  slots.giveBack(slot, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{2});
  slots.dialed(dialing.dials[0].slot, true);
  EXPECT_EQ(slots.idle(), 1U) << "what was dialed stays for the next one";
  EXPECT_TRUE(advance(slots).dials.empty());
}

TEST_F(SlotsTest, NoDialWhileItMayNotBegin) {
  Slots slots = make(2);
  slots.request(by(1), now_);
  EXPECT_TRUE(advance(slots, {2, false}).dials.empty());
  EXPECT_EQ(advance(slots).dials.size(), 1U);
}

TEST_F(SlotsTest, AnIdleConnectionOfAnotherShelfGivesWay) {
  Slots slots = make(1);
  const std::size_t slot = lendNew(slots, 1, 0);
  slots.giveBack(slot, true);
  EXPECT_EQ(slots.request(by(2, 1), now_).kind, Answer::Kind::Waits);
  const Moves moves = advance(slots);
  ASSERT_EQ(moves.dials.size(), 1U);
  EXPECT_EQ(moves.dials[0].slot, slot);
  EXPECT_EQ(slots.idle(), 0U);
}

TEST_F(SlotsTest, WhoCanWaitForItsOwnLetsOthersPassAndClosesNothing) {
  Slots slots = make(2);
  const std::size_t own = lendNew(slots, 1, 0);
  const std::size_t other = lendNew(slots, 2, 1);
  slots.request(by(3, 0), now_);
  slots.request(by(4, 1), now_ + Patience);
  slots.giveBack(other, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{4}) << "3 waits for what 1 has";
  slots.giveBack(own, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{3});
  EXPECT_EQ(slots.idle(), 0U);
  EXPECT_EQ(slots.dialing(), 0U);
}

TEST_F(SlotsTest, NobodyPassesWhoCameTooMuchLater) {
  Slots slots = make(2);
  lendNew(slots, 1, 0);
  const std::size_t other = lendNew(slots, 2, 1);
  slots.request(by(3, 0), now_);
  now_ += 2 * Patience;
  slots.request(by(4, 1), now_);
  slots.giveBack(other, true);
  const Moves moves = advance(slots);
  EXPECT_TRUE(moves.handovers.empty());
  ASSERT_EQ(moves.dials.size(), 1U) << "for 3, in the place of what 2 has given back";
  EXPECT_EQ(moves.dials[0].shelf, 0U);
}

TEST_F(SlotsTest, PatienceEndsWhenItSays) {
  Slots slots = make(2);
  lendNew(slots, 1, 0);
  const std::size_t other = lendNew(slots, 2, 1);
  slots.request(by(3, 0), now_);
  slots.giveBack(other, true);
  const Moves moves = advance(slots);
  EXPECT_TRUE(moves.dials.empty());
  EXPECT_EQ(slots.idle(), 1U);
  ASSERT_EQ(moves.again, now_ + Patience);
  now_ = moves.again;
  EXPECT_EQ(advance(slots).dials.size(), 1U);
}

TEST_F(SlotsTest, NestedTakesTheReserveAndFirstLevelDoesNot) {
  Slots slots = make(2, 1);
  lendNew(slots, 1);
  EXPECT_EQ(slots.request(openedBy(2), now_).kind, Answer::Kind::Waits);
  const Answer nested = slots.request(openedBy(1), now_);
  EXPECT_EQ(nested.kind, Answer::Kind::Granted);
  EXPECT_EQ(slots.heldBy(1), 2U);
}

TEST_F(SlotsTest, NestedWithoutReserveIsRefusedAtOnce) {
  Slots slots = make(1);
  lendNew(slots, 1);
  const Answer answer = slots.request(openedBy(1), now_);
  EXPECT_EQ(answer.kind, Answer::Kind::Refused);
  EXPECT_EQ(answer.refusal, Refusal::NestedTooDeep);
}

TEST_F(SlotsTest, AThirdLevelIsRefusedWhenNothingIsFree) {
  Slots slots = make(3, 1);
  lendNew(slots, 1);
  lendNew(slots, 1);
  lendNew(slots, 2);
  const Answer answer = slots.request(openedBy(1), now_);
  EXPECT_EQ(answer.kind, Answer::Kind::Refused);
  EXPECT_EQ(answer.refusal, Refusal::NestedTooDeep);
}

TEST_F(SlotsTest, AFullQueueRefuses) {
  Slots slots = make(1, 0, 2);
  lendNew(slots, 1);
  slots.request(by(2), now_);
  slots.request(by(3), now_);
  const Answer answer = slots.request(by(4), now_);
  EXPECT_EQ(answer.kind, Answer::Kind::Refused);
  EXPECT_EQ(answer.refusal, Refusal::QueueFull);
}

TEST_F(SlotsTest, WhoIsLateGetsNothing) {
  Slots slots = make(1);
  const std::size_t slot = lendNew(slots, 1);
  const Answer late = slots.request(by(2), now_);
  now_ += Long;
  slots.request(by(3), now_);
  slots.giveBack(slot, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{3});
  EXPECT_TRUE(slots.leave(late.ticket));
  EXPECT_FALSE(slots.leave(late.ticket));
}

TEST_F(SlotsTest, WhoLeavesIsNotServed) {
  Slots slots = make(1);
  const std::size_t slot = lendNew(slots, 1);
  const Answer gone = slots.request(by(2), now_);
  slots.request(by(3), now_);
  EXPECT_TRUE(slots.leave(gone.ticket));
  slots.giveBack(slot, true);
  EXPECT_EQ(namesOf(advance(slots)), std::vector<int>{3});
}

TEST_F(SlotsTest, GivesUpAfterTheLastAttempt) {
  Slots slots = make(2);
  Request patient = by(1);
  patient.attempts = 2;
  slots.request(patient, now_);
  slots.request(by(2), now_);
  slots.request(by(3, 1), now_);
  EXPECT_EQ(slots.giveUp(0, false).size(), 1U);
  EXPECT_EQ(slots.giveUp(0, false).size(), 1U);
  EXPECT_EQ(slots.waiting(), 1U) << "the other shelf's failures are its own";
  EXPECT_EQ(slots.giveUp(1, true).size(), 1U);
}

TEST_F(SlotsTest, FallbackGetsOnlyItsShare) {
  Slots slots({10, 0, 100, 2});
  slots.addShelf();
  for (Holder holder = 1; holder <= 3; ++holder) {
    Request request = openedBy(holder);
    request.isFallback = true;
    EXPECT_EQ(slots.request(request, now_).kind,
              holder <= 2 ? Answer::Kind::Granted : Answer::Kind::Waits);
  }
  EXPECT_EQ(slots.request(openedBy(4), now_).kind, Answer::Kind::Granted);
}

// Whatever happens in whatever order: no place twice, never more than max, nobody forgotten.
TEST_F(SlotsTest, KeepsItsInvariantsUnderRandomUse) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    const std::size_t max = 1 + random() % 5;
    Slots slots({max, max > 1 ? random() % 2 : 0, 50, 1 + random() % 5});
    slots.addShelf();
    slots.addShelf();
    std::vector<std::size_t> lent;
    std::vector<std::size_t> dialing;
    std::size_t waiting = 0;
    const auto take = [&](const Moves &moves) {
      for (const Handover &each : moves.handovers) {
        ASSERT_EQ(std::count(lent.begin(), lent.end(), each.grant.slot), 0);
        lent.push_back(each.grant.slot);
        --waiting;
      }
      for (const Dial &each : moves.dials)
        dialing.push_back(each.slot);
    };
    for (int step = 0; step < 400; ++step) {
      const unsigned what = random() % 4;
      if (what <= 1) {
        Request request = by(1 + random() % 6, random() % 2);
        request.isFallback = random() % 3 == 0;
        const Answer answer = slots.request(request, now_);
        if (answer.kind == Answer::Kind::Granted)
          lent.push_back(answer.grant.slot);
        waiting += answer.kind == Answer::Kind::Waits ? 1 : 0;
      } else if (what == 2 && !lent.empty()) {
        const std::size_t at = random() % lent.size();
        slots.giveBack(lent[at], random() % 4 != 0);
        lent.erase(lent.begin() + static_cast<std::ptrdiff_t>(at));
      } else if (!dialing.empty()) {
        slots.dialed(dialing.back(), random() % 3 != 0);
        dialing.pop_back();
      }
      take(advance(slots));
      ASSERT_EQ(slots.lent(), lent.size());
      ASSERT_EQ(slots.dialing(), dialing.size());
      ASSERT_EQ(slots.waiting(), waiting);
      ASSERT_LE(slots.lent() + slots.idle() + slots.dialing(), max);
    }
    // Everything given back, everything dialed well: everyone is served in the end.
    for (int rounds = 0; rounds < 1000 && slots.waiting() > 0; ++rounds) {
      for (const std::size_t slot : std::exchange(lent, {}))
        slots.giveBack(slot, true);
      for (const std::size_t slot : std::exchange(dialing, {}))
        slots.dialed(slot, true);
      take(advance(slots));
    }
    ASSERT_EQ(slots.waiting(), 0U) << "seed " << seed;
  }
}

} // namespace
} // namespace repool::detail
