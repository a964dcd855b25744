#include "decide/Program.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

Handle handleAt(const std::string &file, std::uint32_t offset) {
  Handle handle;
  handle.file = file;
  Open open;
  open.call = {offset, offset + 5};
  handle.opens = {open};
  return handle;
}

/// A unit that yields \p handles.
TuFacts unit(std::vector<Handle> handles) {
  TuFacts facts;
  facts.handles = std::move(handles);
  return facts;
}

/// "codes" of each handle after gathering, in order: "a.h:3[] a.h:9[RP408]".
std::string gathered(const std::vector<TuFacts> &units) {
  std::string result;
  for (const Handle &handle : gather(units).handles) {
    result += (result.empty() ? "" : " ") + handle.file + ":" +
              std::to_string(handle.opens.front().call.begin) + "[";
    for (const Problem &hazard : handle.hazards)
      result += hazard.code;
    result += "]";
  }
  return result;
}

/// The same facts for both orders of the units.
void expectGathered(TuFacts a, TuFacts b, const std::string &expected) {
  EXPECT_EQ(gathered({a, b}), expected);
  EXPECT_EQ(gathered({b, a}), expected);
}

TEST(Gather, SortsByPlace) {
  expectGathered(unit({handleAt("b.c", 1), handleAt("a.c", 9)}), unit({handleAt("a.c", 3)}),
                 "a.c:3[] a.c:9[] b.c:1[]");
}

TEST(Gather, EqualFactsAreOneHandle) {
  expectGathered(unit({handleAt("a.h", 3)}), unit({handleAt("a.h", 3)}), "a.h:3[]");
}

TEST(Gather, UnitsThatDisagreeAreNotReconciled) {
  Handle other = handleAt("a.h", 3);
  other.executes = true;
  expectGathered(unit({handleAt("a.h", 3)}), unit({other}), "a.h:3[RP408]");
  Handle third = other;
  third.language = Language::C;
  EXPECT_EQ(gathered({unit({handleAt("a.h", 3)}), unit({other}), unit({third})}), "a.h:3[RP408]");
}

TEST(Gather, AUnitWithoutTheBodyOfACalleeDoesNotDisagree) {
  Handle seen = handleAt("a.h", 3);
  seen.passed = {{"u", 0, "use", {}, true}};
  Handle unseen = seen;
  unseen.passed.front().followed = false;
  expectGathered(unit({seen}), unit({unseen}), "a.h:3[]");
  for (const Handle &handle : gather({unit({seen}), unit({unseen})}).handles)
    EXPECT_FALSE(handle.passed.front().followed);
}

TEST(Gather, TwoBodiesUnderOneNameAreAsBadAsTheWorse) {
  TuFacts a;
  TuFacts b;
  a.parameters = {{.usr = "u", .hazards = {{"RP202", "a", "", {}}}}};
  b.parameters = {{.usr = "u", .hazards = {{"RP201", "b", "", {}}}}};
  for (const auto &units : {std::vector{a, b}, std::vector{b, a}})
    EXPECT_EQ(gather(units).parameters.at({"u", 0}).hazards.size(), 2U);
}

TEST(Gather, RegionsThatMeetAreNotWrapped) {
  Handle outer = handleAt("a.c", 10);
  outer.functionSpan = {0, 100};
  outer.region = Region{.span = {10, 90}};
  Handle inner = handleAt("a.c", 40);
  inner.functionSpan = {0, 100};
  inner.region = Region{.span = {40, 80}};
  Handle elsewhere = handleAt("a.c", 210);
  elsewhere.functionSpan = {200, 300};
  elsewhere.region = Region{.span = {210, 290}};
  const ProgramFacts program = gather({unit({outer, inner, elsewhere})});
  EXPECT_EQ(program.handles[0].againstWrap.size(), 1U);
  EXPECT_EQ(program.handles[1].againstWrap.size(), 1U);
  EXPECT_EQ(program.handles[2].againstWrap.size(), 0U);
}

TEST(Gather, OnlyWhatEveryUnitLeavesOutIsInactive) {
  const InactiveMention mention{.place = {"a.h", 3, 1}, .span = {20, 40}, .token = "PQconnectdb"};
  TuFacts without;
  without.files = {"a.h"};
  TuFacts with = without;
  with.inactive = {mention, mention};
  TuFacts stranger;
  stranger.files = {"b.h"};
  EXPECT_EQ(gather({with, with}).inactive.size(), 1U);
  EXPECT_EQ(gather({with, stranger}).inactive.size(), 1U);
  EXPECT_EQ(gather({with, without}).inactive.size(), 0U);
  EXPECT_EQ(gather({without, with}).inactive.size(), 0U);
}

TEST(FollowPassed, ACycleEnds) {
  ProgramFacts program;
  program.parameters[{"a", 0}] = {.passed = {{"b", 1, "b", {}, true}}};
  program.parameters[{"b", 1}] = {.hazards = {{"RP202", "stored", "", {}}},
                                  .passed = {{"a", 0, "a", {}, true}}};
  const PassedOn result = followPassed({{"a", 0, "a", {}, true}}, program);
  ASSERT_EQ(result.hazards.size(), 1U);
  EXPECT_EQ(result.hazards.front().code, "RP202");
}

TEST(FollowPassed, OnlyADirectCalleeMayClose) {
  ProgramFacts program;
  program.parameters[{"closer", 0}] = {.function = "closer", .closes = {Close{}}};
  program.parameters[{"between", 0}] = {.passed = {{"closer", 0, "closer", {}, true}}};
  const PassedOn direct = followPassed({{"closer", 0, "closer", {}, true}}, program);
  EXPECT_EQ(direct.closers.size(), 1U);
  EXPECT_TRUE(direct.hazards.empty());
  const PassedOn indirect = followPassed({{"between", 0, "between", {}, true}}, program);
  EXPECT_TRUE(indirect.closers.empty());
  ASSERT_EQ(indirect.hazards.size(), 1U);
  EXPECT_EQ(indirect.hazards.front().code, "RP207");
}

} // namespace

} // namespace repool
