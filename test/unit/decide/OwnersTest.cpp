#include "decide/Owners.h"

#include "drivers/Builtin.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

Place line(unsigned n) {
  return {"/p/a.c", n, 1};
}

Handle handle(HandleKind kind, const std::string &function, unsigned at) {
  Handle handle;
  handle.driver = "libpq";
  handle.kind = kind;
  handle.file = "/p/a.c";
  handle.function = function;
  Open open;
  open.place = line(at);
  open.opener = "PQconnectdb";
  open.call = {at * 100, at * 100 + 5};
  handle.opens = {open};
  return handle;
}

Close closeAt(unsigned at) {
  Close close;
  close.closer = "PQfinish";
  close.place = line(at);
  close.callee = {at * 100, at * 100 + 8};
  return close;
}

CloseMention mentionAt(unsigned at) {
  return {"libpq", "PQfinish", line(at), {at * 100, at * 100 + 8}, false};
}

HandOver result(const std::string &function, unsigned at) {
  return {HolderKind::Result, "result " + function, function, line(at)};
}

/// `open_db` opens at line 1 and returns what it opened.
Handle factory() {
  Handle made = handle(HandleKind::Returned, "open_db", 1);
  made.handOvers = {result("open_db", 1)};
  return made;
}

/// A local of \p function that a call of `open_db` fills and that is closed in the next line.
Handle receiver(const std::string &function, unsigned at) {
  Handle made = handle(HandleKind::LocalPointer, function, at);
  made.sources = {"result open_db"};
  made.closes = {closeAt(at + 1)};
  return made;
}

/// "code" of what is against it, or the lines of the closes that go with the open.
std::string followed(const ProgramFacts &program) {
  const OwnedHandle owned = followOwners(factory(), libpqDriver(), program);
  if (owned.against)
    return owned.against->code;
  std::string lines;
  for (const CloseMention *close : owned.closes)
    lines += (lines.empty() ? "" : " ") + std::to_string(close->place.line);
  return lines;
}

ProgramFacts program(std::vector<Handle> received) {
  ProgramFacts facts;
  facts.received = std::move(received);
  for (const Handle &handle : facts.received)
    for (const Close &close : handle.closes)
      facts.closes.push_back(mentionAt(close.place.line));
  return facts;
}

TEST(Owners, ClosesOfAllReceiversGoWithTheOpen) {
  EXPECT_EQ(followed(program({receiver("f", 10), receiver("g", 20)})), "11 21");
}

TEST(Owners, WithoutACallerNothingIsKnown) {
  EXPECT_EQ(followed(program({})), "RP221");
}

TEST(Owners, ACloseOfNobodyKnownGoesWithTheOpenToo) {
  ProgramFacts facts = program({receiver("f", 10)});
  facts.closes.push_back(mentionAt(40));
  EXPECT_EQ(followed(facts), "11 40");
}

TEST(Owners, ACloseOfAnotherOpenIsLeftAlone) {
  ProgramFacts facts = program({receiver("f", 10)});
  Handle other = handle(HandleKind::LocalPointer, "g", 30);
  other.closes = {closeAt(31)};
  facts.handles = {other};
  facts.closes.push_back(mentionAt(31));
  EXPECT_EQ(followed(facts), "11");
  facts.handles.front().hazards = {{"RP209", "it is assigned something", "", line(30)}};
  EXPECT_EQ(followed(facts), "11 31");
}

TEST(Owners, WhoHandsItOnIsFollowedToItsCallers) {
  Handle middle = handle(HandleKind::Returned, "connect", 10);
  middle.sources = {"result open_db"};
  middle.handOvers = {result("connect", 10)};
  EXPECT_EQ(followed(program({middle})), "RP221");
  Handle last = receiver("f", 20);
  last.sources = {"result connect"};
  EXPECT_EQ(followed(program({middle, last})), "21");
}

TEST(Owners, KeptByAllIsKeptAndBySomeNeedsReview) {
  Handle keeper = handle(HandleKind::Global, "start", 10);
  keeper.sources = {"result open_db"};
  EXPECT_EQ(followed(program({keeper})), "RP102");
  EXPECT_EQ(followed(program({keeper, receiver("f", 20)})), "RP220");
}

TEST(Owners, AReceiverThatLeaksOrAsksForMoreStopsAll) {
  Handle leaking = receiver("f", 10);
  leaking.againstPair = {{"RP303", "it is still open", "", line(12)}};
  EXPECT_EQ(followed(program({leaking, receiver("g", 20)})), "RP303");
  Handle listening = receiver("f", 10);
  listening.hazards = {{"RP105", "it listens", "", line(12)}};
  EXPECT_EQ(followed(program({listening, receiver("g", 20)})), "RP220");
}

TEST(Owners, ACloseThatCannotChangeStopsAll) {
  ProgramFacts facts = program({receiver("f", 10)});
  facts.closes.push_back(mentionAt(40));
  facts.closes.back().inMacro = true;
  EXPECT_EQ(followed(facts), "RP223");
  facts.closes.pop_back();
  facts.inactiveCloses = {{line(50), {}, "PQfinish"}};
  EXPECT_EQ(followed(facts), "RP223");
}

TEST(Owners, AFunctionNamedWithoutACallStopsAll) {
  ProgramFacts facts = program({receiver("f", 10)});
  facts.named = {{"result open_db", line(60)}};
  EXPECT_EQ(followed(facts), "RP224");
}

/// A helper of another unit closes: the flow under that premise is taken, not the one without.
TEST(Owners, AHelperOfAnotherUnitMayClose) {
  Handle made = receiver("f", 10);
  made.closes.clear();
  made.againstPair = {{"RP303", "it is still open", "", line(12)}};
  made.passed = {{"close_db", 0, "close_db", line(11), false}};
  made.variants = {{CodeMeaning::Nothing, {{"close_db", 0, true}}, {}, {}}};
  ProgramFacts facts = program({made});
  ParameterFact helper;
  helper.usr = "close_db";
  helper.closes = {closeAt(70)};
  helper.closing = Closing::Always;
  facts.parameters[{"close_db", 0}] = helper;
  facts.closes.push_back(mentionAt(70));
  EXPECT_EQ(followed(facts), "70");
  facts.parameters[{"close_db", 0}].closing = Closing::Sometimes;
  EXPECT_EQ(followed(facts), "RP207");
}

/// `if (bad) die(conn); close_db(conn);`: only the program knows that die() does not return.
TEST(Owners, HelpersOfAnotherUnitMayEndItInDifferentWays) {
  Handle made = receiver("f", 10);
  made.closes.clear();
  made.againstPair = {{"RP303", "it is still open", "", line(12)}};
  made.passed = {{"die", 0, "die", line(11), false}, {"close_db", 0, "close_db", line(12), false}};
  const Problem twice = {"RP302", "it may already be closed", "", line(12)};
  made.variants = {{CodeMeaning::Nothing, {{"close_db", 0, true}, {"die", 0, false}}, {}, {}},
                   {CodeMeaning::Nothing, {{"close_db", 0, true}, {"die", 0, true}}, {twice}, {}}};
  ProgramFacts facts = program({made});
  for (const char *name : {"die", "close_db"}) {
    ParameterFact helper;
    helper.usr = name;
    helper.closes = {closeAt(70)};
    helper.closing = Closing::Always;
    facts.parameters[{name, 0}] = helper;
  }
  facts.closes.push_back(mentionAt(70));
  EXPECT_EQ(followed(facts), "RP302");
  facts.parameters[{"die", 0}].neverReturns = true;
  EXPECT_EQ(followed(facts), "70");
  facts.received.front().variants.clear();
  EXPECT_EQ(followed(facts), "RP207");
}

} // namespace

} // namespace repool
