#include "decide/PerRequest.h"

#include "Calls.h"

#include <gtest/gtest.h>

namespace repool {

using namespace test;

namespace {

/// "RP108: it is opened once: main -> open", or "" for per request; of the function "open".
std::string reasonOf(const CallGraph &graph, const PerRequestOptions &options = {},
                     bool opensInLoop = false, bool longLived = false) {
  const auto problem = whyNotPerRequest("open", opensInLoop, longLived, graph, options);
  return problem ? problem->code + ": " + problem->message : "";
}

std::string reason(std::vector<FunctionFact> functions, const PerRequestOptions &options = {}) {
  functions.push_back(function("open"));
  return reasonOf(graphOf(std::move(functions)), options);
}

/// What explain says of the function "open".
std::string facts(std::vector<FunctionFact> functions) {
  functions.push_back(function("open"));
  return describeFrequency("open", graphOf(std::move(functions)));
}

TEST(PerRequest, ByAChainFromMainIsOnce) {
  EXPECT_EQ(reason({serving(function("main", {call("init")})), function("init", {call("open")})}),
            "RP108: it is opened once: main -> init -> open");
}

TEST(PerRequest, InAProgramThatWaitsForNobodyIsACommand) {
  EXPECT_EQ(reason({function("main", {call("open")})}),
            "RP111: the program runs it once, and waits for no client: main -> open");
  EXPECT_EQ(reason({function("main", {call("open")})}, {.assumeServer = true}), "");
}

TEST(PerRequest, AServerStaysOneWhateverIsAssumed) {
  EXPECT_EQ(reason({serving(function("main", {call("open")}))}, {.assumeServer = true}),
            "RP108: it is opened once: main -> open");
}

TEST(PerRequest, ALoopOnTheWayIsPerRequest) {
  for (const LoopKind loop : {LoopKind::Counted, LoopKind::Open}) {
    EXPECT_EQ(reason({function("main", {inLoop(call("open"), loop)})}), "");
    EXPECT_EQ(
        reason({function("main", {inLoop(call("run"), loop)}), function("run", {call("open")})}),
        "");
  }
  EXPECT_EQ(facts({function("main", {inLoop(call("run"))}), function("run", {call("open")})}),
            "per request: main calls 'run' in a loop (a.c:7)");
}

TEST(PerRequest, OneOfManyWaysIsEnough) {
  const FunctionFact once = function("main", {call("open"), call("serve")});
  EXPECT_EQ(reason({once, function("serve", {inLoop(call("open"))})}), "");
  EXPECT_EQ(reason({once, function("nobodyCallsMe", {call("open")})}), "");
}

TEST(PerRequest, WhatNobodyCallsIsALibrary) {
  EXPECT_EQ(reason({}), "");
  EXPECT_EQ(facts({}), "per request: nobody that was seen calls 'open'");
  EXPECT_EQ(reason({function("api", {call("open")})}), "");
  EXPECT_FALSE(whyNotPerRequest("elsewhere", false, false, {}, {}));
}

TEST(PerRequest, WhatIsHandedOverIsAHandler) {
  EXPECT_EQ(reason({function("main", {handed("open", "httplib::Server::Get")})}), "");
  EXPECT_EQ(facts({function("main", {handed("open", "httplib::Server::Get")})}),
            "per request: 'open' is handed to httplib::Server::Get (a.c:7)");
}

TEST(PerRequest, AnOverriderOfForeignCodeIsAHandler) {
  FunctionFact open = function("open");
  open.overridesForeign = true;
  EXPECT_EQ(reasonOf(graphOf({function("main", {call("open")}), open})), "");
}

TEST(PerRequest, AFieldIsCalledByWhoeverCallsTheField) {
  const FunctionFact table = function(StaticInit, {held("open", "Route::run")});
  EXPECT_EQ(reason({table, function("Route::run"), serving(function("main", {inLoop(call("go"))})),
                    function("go", {call("Route::run")})}),
            "");
  EXPECT_EQ(reason({table, function("Route::run"), function("main", {call("Route::run")})}),
            "RP111: the program runs it once, and waits for no client: main -> Route::run -> open");
  EXPECT_EQ(reason({table, function("Route::run")}), "");
}

TEST(PerRequest, StaticInitialisationIsOnce) {
  EXPECT_EQ(reason({function(StaticInit, {call("open", CallKind::Once)})}),
            "RP108: it is opened once: static -> open");
  // A static local, in a function that runs often.
  EXPECT_EQ(reason({function("main", {inLoop(call("instance"))}),
                    function("instance", {call("open", CallKind::Once)})}),
            "RP108: it is opened once: a static in instance -> open");
}

TEST(PerRequest, AThreadThatIsStartedOnceOwnsIt) {
  EXPECT_EQ(
      reason({function("main", {handed("work", "std::thread", CallKind::Thread)}),
              function("work", {call("open")})}),
      "RP109: it belongs to a thread that is started once: main -> std::thread -> work -> open");
  EXPECT_EQ(reason({function("main", {inLoop(handed("open", "pthread_create", CallKind::Thread),
                                             LoopKind::Counted)})}),
            "RP109: it belongs to a thread that is started once: main -> pthread_create -> open");
}

TEST(PerRequest, AThreadPerTurnOfAServingLoopIsPerRequest) {
  EXPECT_EQ(reason({function("main", {inLoop(handed("open", "std::thread", CallKind::Thread))})}),
            "");
  EXPECT_EQ(facts({function("main", {inLoop(handed("open", "std::thread", CallKind::Thread))})}),
            "per request: main starts a thread for 'open' in a loop (a.c:7)");
}

TEST(PerRequest, AThreadOfUnknownStartIsLookedAtWhereItLivesLong) {
  const CallGraph graph = graphOf(
      {function("start", {handed("open", "std::thread", CallKind::Thread)}), function("open")});
  EXPECT_EQ(reasonOf(graph), "");
  EXPECT_EQ(reasonOf(graph, {}, false, true),
            "RP113: 'open' runs on a thread that 'start' starts, which nobody that was seen calls "
            "(a.c:7); a loop uses the connection");
}

TEST(PerRequest, AChildOfAForkPerClientIsKept) {
  EXPECT_EQ(reason({serving(function("main", {inLoop(afterFork(call("handle")))})),
                    function("handle", {call("open")})}),
            "RP107: it is opened in a child: main forks -> handle -> open");
  // A child that loops lives on.
  EXPECT_EQ(reason({serving(function("main", {afterFork(call("worker"))})),
                    function("worker", {inLoop(call("open"))})}),
            "");
}

TEST(PerRequest, ACgiServesOneRequest) {
  const FunctionFact main = reading(function("main", {handed("open", "'run'")}), "QUERY_STRING");
  EXPECT_EQ(
      reason({main}),
      "RP110: the program is a CGI, which serves one request: it reads QUERY_STRING and waits "
      "for no client");
  EXPECT_EQ(reason({main}, {.assumeServer = true}), "");
  EXPECT_EQ(reason({serving(main)}), "");
  // A table of handlers belongs to any program.
  EXPECT_EQ(reason({reading(function("main"), "QUERY_STRING"),
                    function(StaticInit, {handed("open", "an array")})})
                .substr(0, 5),
            "RP110");
  // Another program, which is none, calls it too.
  FunctionFact other = function("other", {inLoop(call("open"))});
  other.isMain = true;
  EXPECT_EQ(reason({main, other}), "");
}

TEST(PerRequest, RecursionIsALoop) {
  EXPECT_EQ(
      reason({function("main", {call("walk")}), function("walk", {call("walk"), call("open")})}),
      "");
}

TEST(PerRequest, AnOpenInALoopRunsOftenWhoeverCallsIt) {
  const CallGraph graph = graphOf({function("main", {call("open")}), function("open")});
  EXPECT_EQ(reasonOf(graph, {}, true), "");
}

TEST(PerRequest, AUnitThatDidNotParseMayHoldTheLoop) {
  CallGraph graph = graphOf({serving(function("main", {call("init")})),
                             function("init", {call("open")}), function("open")});
  graph.unread["unrelated"] = "b.c";
  EXPECT_EQ(reasonOf(graph).substr(0, 5), "RP108");
  graph.unread["init"] = "b.c";
  EXPECT_EQ(reasonOf(graph),
            "RP112: whether 'init' runs per request is not known: b.c names it and "
            "did not parse (seen: main -> init -> open)");
  graph.functions.at("init").isLocal = true;
  EXPECT_EQ(reasonOf(graph).substr(0, 5), "RP108");
}

} // namespace

} // namespace repool
