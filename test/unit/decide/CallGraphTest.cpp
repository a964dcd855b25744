#include "Calls.h"

#include <gtest/gtest.h>

namespace repool {

using namespace test;

namespace {

/// The ids of the callers of \p id, in order.
std::string callers(const std::string &id, const std::vector<TuFacts> &units) {
  const CallGraph graph = joinCalls(units);
  std::string result;
  for (const Caller &caller : graph.callersOf(id))
    result += (result.empty() ? "" : " ") + caller.id;
  return result;
}

TEST(CallGraph, JoinsUnitsInAnyOrder) {
  const TuFacts a = unitOf({function("main", {call("init")})});
  const TuFacts b = unitOf({function("init"), function("again", {call("init")})});
  EXPECT_EQ(callers("init", {a, b}), "again main");
  EXPECT_EQ(callers("init", {b, a}), "again main");
}

TEST(CallGraph, OneHeaderInTwoUnitsIsOneCall) {
  const TuFacts unit = unitOf({function("wrap", {call("init")})});
  EXPECT_EQ(callers("init", {unit, unit}), "wrap");
}

TEST(CallGraph, AForkThatOneOfTwoUnitsSeesIsSeen) {
  TuFacts without;
  without.functions = {function("notify")};
  TuFacts with = without;
  with.functions.front().forks = {{{"/src/a.h", 7, 3}, 70}};
  EXPECT_EQ(joinCalls({without, with}).find("notify")->forks, with.functions.front().forks);
  EXPECT_EQ(joinCalls({with, with}).find("notify")->forks, with.functions.front().forks);
}

TEST(CallGraph, AnOverriderIsCalledByWhoeverCallsTheBase) {
  FunctionFact middle = function("middle");
  middle.overrides = {"base"};
  FunctionFact derived = function("derived");
  derived.overrides = {"middle"};
  EXPECT_EQ(callers("derived", {unitOf({function("main", {call("base")}), middle, derived})}),
            "main");
}

TEST(CallGraph, ANameInATemplateCallsAllOfThatName) {
  FunctionFact one = function("A::run");
  one.simple = "run";
  FunctionFact two = function("B::run");
  two.simple = "run";
  const TuFacts unit = unitOf({function("each", {call("name@run")}), one, two, function("stop")});
  EXPECT_EQ(callers("A::run", {unit}), "each");
  EXPECT_EQ(callers("B::run", {unit}), "each");
  EXPECT_EQ(callers("stop", {unit}), "");
}

TEST(CallGraph, WhatAFieldHoldsIsCalledThroughTheField) {
  const TuFacts unit = unitOf({function("static", {held("add", "Route::run")}), function("add"),
                               function("dispatch", {call("Route::run")}), function("Route::run")});
  EXPECT_EQ(callers("add", {unit}), "Route::run");
  EXPECT_EQ(callers("Route::run", {unit}), "dispatch");
}

TEST(CallGraph, AProgramShowsWhatAllThatItMayRunShows) {
  FunctionFact main = function("main", {handed("handle", "server")});
  FunctionFact other = function("other");
  main.isMain = other.isMain = true;
  FunctionFact query = function("query");
  query.serves = "accept";
  FunctionFact unused = function("unused");
  unused.cgi = "QUERY_STRING";
  const CallGraph graph =
      graphOf({main, function("handle", {call("query")}), query, other, unused});
  ASSERT_EQ(graph.programs.size(), 2U);
  EXPECT_EQ(graph.programs.at("main").serves, "accept");
  EXPECT_EQ(graph.programs.at("main").cgi, "");
  EXPECT_EQ(graph.programs.at("other").serves, "");
}

} // namespace

} // namespace repool
