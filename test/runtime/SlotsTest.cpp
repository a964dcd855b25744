// The bookkeeping of a pool, with time as a value: no threads, no sleeping.
//
// A line is a story of events and the answers they must give, by one letter each:
//   a b c   thread a, b, c asks          -> open | idle | wait | deep | full | late
//   -a      a's last loan comes back     -> who is served, or .
//   xa      a's last loan is dropped     -> who is served, or .
//   +100    100 ms pass                  -> .

#include "Slots.h"

#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace repool::detail {
namespace {

class Story {
public:
  explicit Story(Limits limits) : slots_(limits) {}

  std::string tell(const std::string &events) {
    std::istringstream stream(events);
    std::string answers;
    for (std::string event; stream >> event;)
      answers += (answers.empty() ? "" : " ") + answerTo(event);
    return answers;
  }

  const Slots &slots() const { return slots_; }

private:
  std::string answerTo(const std::string &event) {
    switch (event[0]) {
    case '+':
      now_ += Milliseconds(std::stoi(event.substr(1)));
      return ".";
    case '-':
      return giveBack(event[1], true);
    case 'x':
      return giveBack(event[1], false);
    default:
      return ask(event[0]);
    }
  }

  std::string ask(char thread) {
    const Answer answer =
        slots_.request(static_cast<Holder>(thread), now_, now_ + Milliseconds(1000));
    switch (answer.kind) {
    case Answer::Kind::Granted:
      held_[thread].push_back(answer.grant.slot);
      return answer.grant.needsOpen ? "open" : "idle";
    case Answer::Kind::Waits:
      waiting_[answer.ticket] = thread;
      return "wait";
    case Answer::Kind::Refused:
      break;
    }
    switch (answer.refusal) {
    case Refusal::NestedTooDeep:
      return "deep";
    case Refusal::QueueFull:
      return "full";
    case Refusal::DeadlinePassed:
    case Refusal::ShutDown:
      break;
    }
    return "late";
  }

  std::string giveBack(char thread, bool isOpen) {
    const std::size_t slot = held_[thread].back();
    held_[thread].pop_back();
    const auto handover = slots_.giveBack(slot, isOpen, now_);
    if (!handover)
      return ".";
    const char served = waiting_.at(handover->ticket);
    held_[served].push_back(handover->grant.slot);
    return std::string(1, served) + (handover->grant.needsOpen ? ":open" : ":idle");
  }

  Slots slots_;
  TimePoint now_{};
  std::map<char, std::vector<std::size_t>> held_;
  std::map<Ticket, char> waiting_;
};

struct Line {
  const char *name;
  Limits limits;
  const char *events;
  const char *answers;
};

class SlotsStory : public testing::TestWithParam<Line> {};

TEST_P(SlotsStory, AnswersAsWritten) {
  Story story(GetParam().limits);
  EXPECT_EQ(story.tell(GetParam().events), GetParam().answers);
}

INSTANTIATE_TEST_SUITE_P(
    Slots, SlotsStory,
    testing::Values(
        Line{"OpensOnFirstUse", {3, 0, 9}, "a b", "open open"},
        Line{"ReusesWhatIsIdle", {3, 0, 9}, "a -a b", "open . idle"},
        Line{"OpensAgainWhatWasDropped", {3, 0, 9}, "a xa b", "open . open"},
        Line{"WaitsWhenFull", {1, 0, 9}, "a b", "open wait"},
        Line{"ServesInOrder", {1, 0, 9}, "a b c -a -b", "open wait wait b:idle c:idle"},
        Line{"HandsOverPermissionToOpen", {1, 0, 9}, "a b xa", "open wait b:open"},
        Line{"NobodyOvertakes", {1, 0, 9}, "a b -a c -b", "open wait b:idle wait c:idle"},
        Line{"SkipsWhoIsLate", {1, 0, 9}, "a b +600 c +600 -a", "open wait . wait . c:idle"},
        Line{"QueueIsBounded", {1, 0, 1}, "a b c", "open wait full"},
        Line{"NoQueueAtAll", {1, 0, 0}, "a b", "open full"},
        Line{"NestedWaitsForNobodyAtMaxOne", {1, 0, 9}, "a a", "open deep"},
        Line{"NestedTakesWhatIsFree", {3, 0, 9}, "a a a a", "open open open deep"},
        Line{"ReserveIsForTheSecondLevel", {2, 1, 9}, "a b a", "open wait open"},
        Line{"ThirdLevelIsRefused", {2, 1, 9}, "a a a", "open open deep"},
        Line{"ThirdLevelMayTakeWhatIsFree", {4, 1, 9}, "a a a a", "open open open open"},
        Line{
            "SecondLevelWaitsForTheReserve", {3, 1, 9}, "a b a b -a", "open open open wait b:idle"},
        Line{"SecondLevelPassesTheFirst", {2, 1, 9}, "a b a -a -a", "open wait open . b:idle"},
        Line{"ReserveIsNotForTheFirstLevel", {3, 1, 9}, "a b c -a", "open open wait c:idle"}),
    [](const auto &info) { return std::string(info.param.name); });

TEST(Slots, IdleIsReusedLastInFirstOut) {
  Slots slots({3, 0, 9});
  const TimePoint now{};
  const auto take = [&](Holder holder) { return slots.request(holder, now, now).grant.slot; };
  const std::size_t first = take(1);
  const std::size_t second = take(2);
  slots.giveBack(second, true, now);
  slots.giveBack(first, true, now);
  EXPECT_EQ(take(3), first);
  EXPECT_EQ(take(4), second);
}

TEST(Slots, NeverWaitsPastItsDeadline) {
  Slots slots({1, 0, 9});
  const TimePoint now{};
  slots.request(1, now, now);
  EXPECT_EQ(slots.request(2, now, now).kind, Answer::Kind::Refused);
  EXPECT_EQ(slots.request(2, now, now).refusal, Refusal::DeadlinePassed);
}

TEST(Slots, WhoLeavesIsNotServed) {
  Slots slots({1, 0, 9});
  const TimePoint now{};
  const TimePoint later = now + Milliseconds(1);
  const std::size_t slot = slots.request(1, now, later).grant.slot;
  const Ticket ticket = slots.request(2, now, later).ticket;
  EXPECT_TRUE(slots.leave(ticket));
  EXPECT_FALSE(slots.leave(ticket));
  EXPECT_FALSE(slots.giveBack(slot, true, now));
  EXPECT_EQ(slots.idle(), 1U);
}

TEST(Slots, TakesIdlePlacesOutWhenThePoolEnds) {
  Slots slots({2, 0, 9});
  const TimePoint now{};
  const std::size_t slot = slots.request(1, now, now).grant.slot;
  slots.giveBack(slot, true, now);
  EXPECT_EQ(slots.takeIdle(), std::vector<std::size_t>{slot});
  EXPECT_EQ(slots.idle(), 0U);
  EXPECT_TRUE(slots.request(1, now, now).grant.needsOpen);
}

} // namespace
} // namespace repool::detail
