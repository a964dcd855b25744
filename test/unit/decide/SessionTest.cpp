#include "decide/Session.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

DriverSpec sqlite() {
  for (const DriverSpec &driver : builtinDrivers())
    if (driver.dialect == "sqlite")
      return driver;
  return {};
}

ExecutedStatement literal(const char *text) {
  return {.place = {"/src/a.cpp", 3, 1}, .text = {.text = text}};
}

ExecutedStatement fromParameter(int parameter) {
  return {.place = {"/src/a.cpp", 9, 1}, .text = {.parameter = parameter}};
}

SessionCallee given(const std::string &usr, std::vector<BuiltText> texts) {
  SessionCallee callee;
  callee.usr = usr;
  callee.name = usr;
  callee.place = {"/src/a.cpp", 4, 1};
  callee.texts = std::move(texts);
  return callee;
}

/// Functions whose first parameter is the handle.
using Functions = std::map<std::string, SessionFacts>;

SessionProof prove(const SessionFacts &session, const Functions &functions = {}) {
  Handle handle;
  handle.name = "db";
  handle.file = "/src/a.cpp";
  handle.session = session;
  ProgramFacts program;
  for (const auto &[usr, facts] : functions) {
    ParameterFact fact;
    fact.usr = usr;
    fact.session = facts;
    program.parameters[{usr, 0}] = fact;
  }
  return proveSession(handle, sqlite(), program, {});
}

TEST(Session, EveryStatementMustLeaveNothing) {
  EXPECT_TRUE(prove({.statements = {literal("SELECT 1"), literal("DELETE FROM t")}}).isStateless);
  EXPECT_FALSE(
      prove({.statements = {literal("SELECT 1"), literal("PRAGMA foreign_keys = 1")}}).isStateless);
  EXPECT_FALSE(prove({.statements = {literal("SELECT f(1)")}}).isStateless);
  EXPECT_FALSE(
      prove({.statements = {literal("SELECT 1"), {.place = {}, .text = {.unknown = "it is read"}}}})
          .isStateless);
}

TEST(Session, WhereNothingIsExecutedNothingIsProved) {
  EXPECT_FALSE(prove({}).isStateless);
  EXPECT_FALSE(prove({.callees = {given("run", {})}}, {{"run", {}}}).isStateless);
}

TEST(Session, OnlyQueriesAreReadOnly) {
  EXPECT_TRUE(prove({.statements = {literal("SELECT 1")}}).isReadOnly);
  EXPECT_FALSE(prove({.statements = {literal("SELECT 1"), literal("DELETE FROM t")}}).isReadOnly);
}

TEST(Session, AnyOtherUseTakesTheProof) {
  const SessionProof proof = prove(
      {.statements = {literal("SELECT 1")}, .touches = {{{"/src/b.cpp", 7, 1}, "it is odd"}}});
  EXPECT_FALSE(proof.isStateless);
  EXPECT_EQ(proof.facts.front(), "session: it is odd (line 7 of b.cpp)");
}

TEST(Session, ATextIsFollowedThroughFunctions) {
  const Functions functions = {{"run", {.statements = {fromParameter(1)}}},
                               {"twice", {.callees = {given("run", {{}, {.parameter = 1}})}}}};
  EXPECT_TRUE(
      prove({.callees = {given("run", {{}, {.text = "SELECT 1"}})}}, functions).isStateless);
  EXPECT_TRUE(
      prove({.callees = {given("twice", {{}, {.text = "SELECT 1"}})}}, functions).isStateless);
  EXPECT_FALSE(prove({.callees = {given("twice", {{}, {.text = "ATTACH 'a' AS b"}})}}, functions)
                   .isStateless);
  EXPECT_FALSE(
      prove({.callees = {given("twice", {{}, {.unknown = "it is read"}})}}, functions).isStateless);
  EXPECT_FALSE(prove({.callees = {given("run", {})}}, functions).isStateless);
  // The caller's own parameter is not known here.
  EXPECT_FALSE(prove({.callees = {given("run", {{}, {.parameter = 1}})}}, functions).isStateless);
}

TEST(Session, ATextThatACallerGivesMayBeAHazard) {
  const SessionProof proof =
      prove({.callees = {given("run", {{}, {.text = "SELECT total_changes()"}})}},
            {{"run", {.statements = {fromParameter(1)}}}});
  ASSERT_EQ(proof.hazards.size(), 1U);
  EXPECT_EQ(proof.hazards.front().code, "RP504");
}

TEST(Session, FunctionsThatAreNotSeenOrCallThemselves) {
  const SessionFacts calls = {.statements = {literal("SELECT 1")}, .callees = {given("run", {})}};
  EXPECT_FALSE(prove(calls).isStateless);
  EXPECT_FALSE(prove(calls, {{"run", calls}}).isStateless);
  EXPECT_TRUE(prove(calls, {{"run", {}}}).isStateless);
}

TEST(Session, DoublingCallsEnd) {
  Functions functions = {{"f0", {.statements = {literal("SELECT 1")}}}};
  for (int i = 1; i < 40; ++i) {
    const std::string below = "f" + std::to_string(i - 1);
    functions["f" + std::to_string(i)] = {.callees = {given(below, {}), given(below, {})}};
  }
  EXPECT_FALSE(prove({.callees = {given("f39", {})}}, functions).isStateless);
  EXPECT_TRUE(prove({.callees = {given("f5", {})}}, functions).isStateless);
}

} // namespace

} // namespace repool
