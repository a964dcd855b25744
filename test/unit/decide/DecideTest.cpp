#include "decide/Decide.h"

#include "Calls.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace repool {

namespace {

const DriverSpec &driver(std::string_view name) {
  return *std::ranges::find(builtinDrivers(), name, &DriverSpec::name);
}

/// "lease", or the code of the reason.
std::string outcome(const Ruling &ruling) {
  if (ruling.verdict == Verdict::Rewritten)
    return std::string(toString(ruling.strategy));
  const Reason *row = findReason(ruling.reason.code);
  EXPECT_TRUE(row && row->verdict == ruling.verdict) << ruling.reason.code;
  EXPECT_FALSE(ruling.reason.hint.empty());
  EXPECT_EQ(ruling.strategy, Strategy::None);
  return ruling.reason.code;
}

struct Given {
  ProgramFacts program;
  DecideOptions options;
  std::vector<Problem> outside;
  std::map<Strategy, Problem> banned;
};

std::string decided(const Handle &handle, const Given &given = {}) {
  return outcome(decide(handle, driver(handle.driver), given.program, given.options, given.outside,
                        given.banned));
}

std::string styled(const Handle &handle, Style style) {
  return decided(handle, {.options = {.style = style}});
}

Close closeBy(const std::string &closer) {
  Close close;
  close.closer = closer;
  close.isStatement = close.inBlock = true;
  return close;
}

/// `PGconn *c = PQconnectdb(url); PQexec(c, ...); PQfinish(c);` in a block.
Handle pointer(Language language = Language::Cxx) {
  Handle handle;
  handle.driver = "libpq";
  handle.kind = HandleKind::LocalPointer;
  handle.language = language;
  handle.name = "c";
  handle.function = "f";
  handle.declaredInBlock = true;
  handle.executes = handle.executesHere = true;
  Open open;
  open.opener = "PQconnectdb";
  open.form = OpenForm::Declaration;
  open.inBlock = open.sameBlock = true;
  handle.opens = {open};
  handle.closes = {closeBy("PQfinish")};
  return handle;
}

/// `pqxx::connection c(url);` with a region of \p lines.
Handle object(unsigned lines = 5) {
  Handle handle;
  handle.driver = "libpqxx";
  handle.kind = HandleKind::LocalObject;
  handle.name = "c";
  handle.function = "f";
  handle.declaredInBlock = true;
  handle.executes = true;
  Open open;
  open.opener = "pqxx::connection";
  open.args = {{0, 3}};
  handle.opens = {open};
  handle.region = Region{.lines = lines};
  return handle;
}

Handle sqlite(const std::string &path) {
  Handle handle = pointer();
  handle.driver = "sqlite";
  handle.opens.front().opener = "sqlite3_open";
  handle.opens.front().form = OpenForm::Statement;
  handle.opens.front().literal = path;
  handle.closes = {closeBy("sqlite3_close")};
  return handle;
}

Handle held(HandleKind kind) {
  Handle handle = pointer();
  handle.kind = kind;
  return handle;
}

template <typename Change> Handle with(Handle handle, Change change) {
  change(handle);
  return handle;
}

Handle hazardous(const char *code) {
  return with(pointer(), [&](Handle &h) { h.hazards = {{code, "why", "", {}}}; });
}

// --- which strategy

TEST(Decide, TakesWrapThenLeaseThenPair) {
  EXPECT_EQ(decided(object()), "wrap");
  EXPECT_EQ(decided(pointer()), "lease");
  EXPECT_EQ(decided(pointer(Language::C)), "pair");
}

TEST(Decide, ALongRegionIsALease) {
  EXPECT_EQ(decided(object(12)), "wrap");
  EXPECT_EQ(decided(object(13)), "lease");
  EXPECT_EQ(decided(object(13), {.options = {.wrapLines = 13}}), "wrap");
}

TEST(Decide, AForcedStyleIsTakenOrRefused) {
  EXPECT_EQ(styled(object(99), Style::Wrap), "wrap");
  EXPECT_EQ(styled(object(), Style::Lease), "lease");
  EXPECT_EQ(styled(object(), Style::Pair), "RP308");
  EXPECT_EQ(styled(pointer(), Style::Wrap), "RP308");
  EXPECT_EQ(styled(pointer(), Style::Pair), "pair");
}

TEST(Decide, AStyleIsForcedOnCxxOnly) {
  for (const Style style : {Style::Wrap, Style::Lease, Style::Pair})
    EXPECT_EQ(styled(pointer(Language::C), style), "pair");
}

TEST(Decide, WhatStandsAgainstWrapLeavesALease) {
  const auto early = [](Handle &h) { h.againstWrap = {{"RP305", "it returns early", "", {}}}; };
  EXPECT_EQ(decided(with(object(), early)), "lease");
  EXPECT_EQ(styled(with(object(), early), Style::Wrap), "RP305");
  EXPECT_EQ(decided(with(object(), [](Handle &h) { h.region.reset(); })), "lease");
}

TEST(Decide, WhatStandsAgainstPairConcernsCOnly) {
  const auto leak = [](Handle &h) { h.againstPair = {{"RP303", "left open", "", {}}}; };
  EXPECT_EQ(decided(with(pointer(), leak)), "lease");
  EXPECT_EQ(decided(with(pointer(Language::C), leak)), "RP303");
  EXPECT_EQ(decided(with(pointer(Language::C), [](Handle &h) { h.closes.clear(); })), "RP303");
}

TEST(Decide, ALeaseThatIsRefusedBecomesAPair) {
  const auto refused = [](Handle &h) { h.againstLease = {{"RP305", "why", "", {}}}; };
  EXPECT_EQ(decided(with(pointer(), refused)), "pair");
  EXPECT_EQ(styled(with(pointer(), refused), Style::Lease), "RP305");
}

TEST(Decide, ADeclarationMustBeAStatementOfItsOwn) {
  const auto elsewhere = [](Handle &h) { h.declaredInBlock = false; };
  EXPECT_EQ(decided(with(object(), elsewhere)), "RP409");
  const auto shared = [](Handle &h) { h.soleDeclarator = false; };
  EXPECT_EQ(decided(with(object(), shared)), "RP409");
  EXPECT_EQ(decided(with(pointer(), shared)), "lease");
  const auto second = [](Handle &h) { h.soleDeclarator = h.firstDeclarator = false; };
  EXPECT_EQ(styled(with(pointer(), second), Style::Lease), "RP409");
}

TEST(Decide, AnOpenByArgumentNeedsAStatement) {
  const auto nested = [](Handle &h) { h.opens.front().form = OpenForm::Nested; };
  EXPECT_EQ(styled(sqlite("a.db"), Style::Lease), "lease");
  EXPECT_EQ(styled(with(sqlite("a.db"), nested), Style::Lease), "RP305");
  EXPECT_EQ(styled(with(pointer(), nested), Style::Lease), "lease");
}

TEST(Decide, ACloseWhoseValueIsUsedIsNoLease) {
  const auto used = [](Handle &h) { h.closes.front().isStatement = false; };
  EXPECT_EQ(styled(with(sqlite("a.db"), used), Style::Lease), "RP307");
  EXPECT_EQ(decided(with(sqlite("a.db"), used)), "pair");
}

TEST(Decide, AMacroMayBeAClose) {
  const auto macro = [](Handle &h) { h.closes.front().inMacro = true; };
  EXPECT_EQ(decided(with(pointer(), macro)), "RP401");
  const auto whole = [](Handle &h) {
    h.closes.front().inMacro = h.closes.front().wholeMacro = true;
  };
  EXPECT_EQ(decided(with(pointer(), whole)), "lease");
  EXPECT_EQ(decided(with(pointer(Language::C), whole)), "RP401");
}

TEST(Decide, TheTextMustBeSpelledAndSimple) {
  EXPECT_EQ(decided(with(pointer(), [](Handle &h) { h.opens.front().inMacro = true; })), "RP401");
  EXPECT_EQ(decided(with(object(), [](Handle &h) { h.opens.front().args.emplace_back(4, 5); })),
            "RP213");
}

// --- what is kept

TEST(Decide, KeepsWhatIsOpenedOnceInMain) {
  const auto main = [](Handle &h) { h.inMain = true; };
  EXPECT_EQ(decided(with(pointer(), main)), "RP101");
  const auto loop = [](Handle &h) { h.inMain = h.opens.front().inLoop = true; };
  EXPECT_EQ(decided(with(pointer(), loop)), "lease");
}

TEST(Decide, KeepsProbes) {
  const auto idle = [](Handle &h) { h.executes = h.executesHere = false; };
  EXPECT_EQ(decided(with(pointer(), idle)), "RP103");
  EXPECT_EQ(decided(with(hazardous("RP209"), idle)), "RP209");
}

TEST(Decide, AHelperThatOnlyTestsLeavesAProbe) {
  Handle handle = with(pointer(), [](Handle &h) { h.executesHere = false; });
  handle.passed = {{"c:@F@use", 0, "use", {}, true}};
  Given given;
  given.program.parameters[{"c:@F@use", 0}] = {.usr = "c:@F@use", .executes = false};
  EXPECT_EQ(decided(handle, given), "RP103");
  given.program.parameters[{"c:@F@use", 0}].executes = true;
  EXPECT_EQ(decided(handle, given), "lease");
}

TEST(Decide, KeepsWhatAChainFromMainRunsOnce) {
  const Handle handle = with(pointer(), [](Handle &h) { h.functionId = "open"; });
  Given given;
  given.program.calls = test::graphOf(
      {test::serving(test::function("main", {test::call("open")})), test::function("open")});
  EXPECT_EQ(decided(handle, given), "RP108");
  given.options.perRequest = true;
  EXPECT_EQ(decided(handle, given), "lease");
}

TEST(Decide, WhatIsSaidToBePerRequestIs) {
  const Given said{.options = {.perRequest = true}};
  EXPECT_EQ(decided(hazardous("RP107"), said), "lease");
  EXPECT_EQ(decided(with(pointer(), [](Handle &h) { h.inMain = true; }), said), "lease");
  EXPECT_EQ(decided(sqlite(":memory:"), said), "RP104");
}

TEST(Decide, KeepsDatabasesOfTheirOwn) {
  for (const char *path : {":memory:", "", "file::memory:?cache=shared", "file:x?mode=memory"})
    EXPECT_EQ(decided(sqlite(path)), "RP104") << path;
  for (const char *path : {"a.db", "file:a.db", "memory"})
    EXPECT_EQ(decided(sqlite(path)), "lease") << path;
  // For PostgreSQL the empty text means the environment's database.
  EXPECT_EQ(decided(with(pointer(), [](Handle &h) { h.opens.front().literal = ""; })), "lease");
}

TEST(Decide, KeepsWhatAHazardSays) {
  for (const char *code : {"RP102", "RP105", "RP106", "RP107"})
    EXPECT_EQ(decided(hazardous(code)), code);
}

// --- what needs review

TEST(Decide, LooksAtHowTheHandleIsHeld) {
  EXPECT_EQ(decided(held(HandleKind::Global)), "RP102");
  EXPECT_EQ(decided(held(HandleKind::Returned)), "RP201");
  EXPECT_EQ(decided(held(HandleKind::Member)), "RP202");
  EXPECT_EQ(decided(held(HandleKind::OutParameter)), "RP203");
  EXPECT_EQ(decided(held(HandleKind::Heap)), "RP204");
  EXPECT_EQ(decided(held(HandleKind::Temporary)), "RP205");
  EXPECT_EQ(decided(held(HandleKind::Unknown)), "RP305");
}

TEST(Decide, AnyHazardNeedsReview) {
  for (const Reason &reason : reasons())
    if (reason.verdict == Verdict::Review) {
      EXPECT_EQ(decided(hazardous(std::string(reason.code).c_str())), reason.code);
    }
}

TEST(Decide, TheFirstHazardIsTheReason) {
  Handle handle = hazardous("RP209");
  handle.hazards.push_back({"RP301", "b", "", {}});
  EXPECT_EQ(decided(handle), "RP209");
  // A reason to keep outranks a reason to look.
  handle.hazards.push_back({"RP105", "c", "", {}});
  EXPECT_EQ(decided(handle), "RP105");
}

TEST(Decide, ListsWhatWasSeen) {
  Handle handle = hazardous("RP209");
  handle.hazards.push_back({"RP301", "b", "", {.line = 7}});
  const Ruling ruling = decide(handle, driver("libpq"), {}, {}, {}, {});
  EXPECT_EQ(ruling.facts, (std::vector<std::string>{"opened by 'PQconnectdb' at line 0",
                                                    "closed by 'PQfinish' at line 0",
                                                    "statements are executed on it",
                                                    "RP209: why (line 0)", "RP301: b (line 7)"}));
}

// --- what the caller knows

Given knowing(const char *code) {
  return {.outside = {{code, "why", "", {}}}};
}

TEST(Decide, ASuppressionComesFirst) {
  EXPECT_EQ(decided(hazardous("RP209"), knowing("RP701")), "RP701");
  EXPECT_EQ(decided(sqlite(":memory:"), knowing("RP702")), "RP702");
  EXPECT_EQ(decided(pointer(), knowing("RP404")), "RP404");
  EXPECT_EQ(decided(hazardous("RP209"), knowing("RP404")), "RP209");
  EXPECT_EQ(decided(sqlite(":memory:"), knowing("RP404")), "RP104");
}

Given banning(std::initializer_list<Strategy> strategies) {
  Given given;
  for (const Strategy strategy : strategies)
    given.banned[strategy] = {"RP601", std::string(toString(strategy)), "", {}};
  return given;
}

TEST(Decide, WhatVerificationBannedIsNotTakenAgain) {
  EXPECT_EQ(decided(object(), banning({Strategy::Wrap})), "lease");
  EXPECT_EQ(decided(object(), banning({Strategy::Wrap, Strategy::Lease})), "RP601");
  EXPECT_EQ(decided(pointer(), banning({Strategy::Lease})), "pair");
  EXPECT_EQ(decided(pointer(Language::C), banning({Strategy::Pair})), "RP601");
}

// --- functions that the handle is passed to

constexpr const char *Use = "c:@F@use";

/// A C program in which `use(c)` is followed into \p fact.
std::string passing(ParameterFact fact, Language language = Language::Cxx, bool followed = true) {
  Handle handle = pointer(language);
  handle.passed = {{Use, 0, "use", {}, followed}};
  Given given;
  fact.usr = Use;
  fact.function = "use";
  given.program.parameters[{Use, 0}] = std::move(fact);
  return decided(handle, given);
}

TEST(Decide, ABodyThatWasNotSeenNeedsReview) {
  Handle handle = pointer();
  handle.passed = {{Use, 0, "use", {}, false}};
  EXPECT_EQ(decided(handle), "RP206");
}

TEST(Decide, AHelperThatMerelyUsesIsFine) {
  EXPECT_EQ(passing({.executes = true}), "lease");
}

TEST(Decide, AHelpersHazardIsTheHandles) {
  EXPECT_EQ(passing({.hazards = {{"RP202", "in 'use' stored", "", {}}}}), "RP202");
  EXPECT_EQ(passing({.passed = {{"c:@F@other", 0, "other", {}, false}}}), "RP206");
}

TEST(Decide, AHelperThatCallsItselfIsFollowedOnce) {
  EXPECT_EQ(passing({.passed = {{Use, 0, "use", {}, true}}}), "lease");
}

TEST(Decide, AHelperThatClosesIsPairedOrRefused) {
  EXPECT_EQ(passing({.closes = {closeBy("PQfinish")}}, Language::C), "pair");
  EXPECT_EQ(passing({.closes = {closeBy("PQfinish")}}, Language::Cxx), "pair");
  // Control flow knew nothing of that close.
  EXPECT_EQ(
      passing({.closes = {closeBy("PQfinish")}, .closing = Closing::Sometimes}, Language::C, false),
      "RP207");
}

TEST(Decide, ALeaseIsNotClosedByAHelper) {
  Handle handle = pointer();
  handle.passed = {{Use, 0, "use", {}, true}};
  Given given{.options = {.style = Style::Lease}};
  given.program.parameters[{Use, 0}] = {.function = "use", .closes = {closeBy("PQfinish")}};
  EXPECT_EQ(decided(handle, given), "RP207");
}

TEST(Decide, NamesTheHelpersToEdit) {
  Handle handle = pointer(Language::C);
  handle.passed = {{Use, 0, "use", {}, true}};
  ProgramFacts program;
  program.parameters[{Use, 0}] = {.function = "use", .closes = {closeBy("PQfinish")}};
  const Ruling ruling = decide(handle, driver("libpq"), program, {}, {}, {});
  ASSERT_EQ(ruling.closers.size(), 1U);
  EXPECT_EQ(ruling.closers.front()->function, "use");
}

} // namespace

} // namespace repool
