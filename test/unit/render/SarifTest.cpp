#include "SamplePlan.h"
#include "llvm/Support/JSON.h"
#include "render/Render.h"

#include <gtest/gtest.h>
#include <set>

namespace repool {
namespace {

namespace json = llvm::json;

/// The only run of the log for \p plan; its owner is \p log.
const json::Object &runOf(const Plan &plan, json::Value &log) {
  std::string text = renderSarif(plan, sampleText);
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    ADD_FAILURE() << llvm::toString(value.takeError());
  else
    log = std::move(*value);
  EXPECT_EQ(*log.getAsObject()->getString("version"), "2.1.0");
  return *(*log.getAsObject()->getArray("runs"))[0].getAsObject();
}

std::string printed(const json::Value &value) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << value;
  return text;
}

TEST(Sarif, ResultsAreThereWhenThereAreNone) {
  json::Value log = nullptr;
  EXPECT_TRUE(runOf({}, log).getArray("results")->empty());
}

TEST(Sarif, EveryCodeIsARule) {
  json::Value log = nullptr;
  std::set<std::string> ids;
  for (const json::Value &rule :
       *runOf({}, log).getObject("tool")->getObject("driver")->getArray("rules"))
    ids.insert(rule.getAsObject()->getString("id")->str());
  for (const Reason &reason : reasons())
    EXPECT_TRUE(ids.contains(std::string(reason.code))) << reason.code;
  EXPECT_EQ(ids.size(), reasons().size() + 1);
}

TEST(Sarif, KeptIsNoResultAndSuppressedIsMarked) {
  json::Value log = nullptr;
  const json::Array &results = *runOf(samplePlan(), log).getArray("results");
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(printed(*results[3].getAsObject()->get("suppressions")), R"([{"kind":"inSource"}])");
  EXPECT_EQ(*results[1].getAsObject()->getString("ruleId"), "RP202");
  EXPECT_EQ(*runOf(samplePlan(), log).getObject("properties")->getInteger("kept"), 1);
}

TEST(Sarif, PathsAreRelativeUris) {
  Plan plan = samplePlan();
  plan.decisions = {decision("/app/b c%\xff.cpp", 1, Verdict::Review, Strategy::None, "RP201", "")};
  json::Value log = nullptr;
  const json::Object &result = *(*runOf(plan, log).getArray("results"))[0].getAsObject();
  EXPECT_EQ(printed(*result.get("locations")),
            R"([{"physicalLocation":{"artifactLocation":{"uri":"b%20c%25%FF.cpp",)"
            R"("uriBaseId":"%SRCROOT%"},"region":{"startColumn":3,"startLine":1}}}])");
}

TEST(Sarif, AFixHoldsTheGroupAndItsInclude) {
  json::Value log = nullptr;
  const json::Object &result = *(*runOf(samplePlan(), log).getArray("results"))[0].getAsObject();
  const json::Object &fix = *(*result.getArray("fixes"))[0].getAsObject();
  const json::Object &change = *(*fix.getArray("artifactChanges"))[0].getAsObject();
  const std::string expected =
      R"x([{"deletedRegion":{"endColumn":1,"endLine":1,"startColumn":1,"startLine":1},)x"
      R"x("insertedContent":{"text":"#include \"repool/pq.h\"\n"}},)x"
      R"x({"deletedRegion":{"endColumn":15,"endLine":2,"startColumn":9,"startLine":2},)x"
      R"x("insertedContent":{"text":"borrow()"}},)x"
      R"x({"deletedRegion":{"endColumn":9,"endLine":3,"startColumn":16,"startLine":2},)x"
      R"x("insertedContent":{"text":""}}])x";
  EXPECT_EQ(printed(*change.get("replacements")), expected);
}

TEST(Sarif, FingerprintsSurviveMovedLinesAndTellEqualSitesApart) {
  auto fingerprints = [](const Plan &plan) {
    json::Value log = nullptr;
    std::vector<std::string> all;
    for (const json::Value &result : *runOf(plan, log).getArray("results"))
      all.push_back(printed(*result.getAsObject()->get("partialFingerprints")));
    return all;
  };
  Plan plan = samplePlan();
  std::vector<std::string> before = fingerprints(plan);
  EXPECT_EQ(std::set(before.begin(), before.end()).size(), before.size());
  for (Decision &each : plan.decisions)
    each.place.line += 10;
  EXPECT_EQ(fingerprints(plan), before);
}

TEST(Sarif, AUnitThatDidNotParseIsANotification) {
  json::Value log = nullptr;
  const json::Object &invocation =
      *(*runOf(samplePlan(), log).getArray("invocations"))[0].getAsObject();
  EXPECT_EQ(*invocation.getBoolean("executionSuccessful"), false);
  EXPECT_EQ(invocation.getArray("toolExecutionNotifications")->size(), 1U);
}

} // namespace
} // namespace repool
