#include "plan/PlanFile.h"

#include "RandomPlan.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

void expectRoundTrip(const Plan &plan) {
  std::string json = writePlan(plan);
  llvm::Expected<Plan> read = readPlan(json, "plan.json");
  ASSERT_TRUE(static_cast<bool>(read)) << llvm::toString(read.takeError()) << "\n" << json;
  EXPECT_EQ(everyField(*read), everyField(plan));
  EXPECT_EQ(writePlan(*read), json);
}

Plan emptyPlan() {
  Plan plan;
  plan.root = "/app";
  return plan;
}

TEST(PlanFile, Empty) {
  expectRoundTrip(emptyPlan());
}

TEST(PlanFile, AFileWhoseEditsWereAllDropped) {
  Plan plan = emptyPlan();
  plan.edits["/app/a.cpp"];
  plan.files = {{"/app/a.cpp", std::string(64, 'a'), 7}};
  expectRoundTrip(plan);
}

TEST(PlanFile, TwoInsertionsAtOnePlaceKeepTheirOrder) {
  Plan plan = emptyPlan();
  plan.edits["/app/a.cpp"] = {{"/app/a.cpp", {3, 3}, "b"}, {"/app/a.cpp", {3, 3}, "a"}};
  plan.files = {{"/app/a.cpp", std::string(64, 'a'), 3}};
  expectRoundTrip(plan);
}

TEST(PlanFile, SizesBeyondFourGigabytes) {
  Plan plan = emptyPlan();
  plan.files = {{"/app/a.cpp", std::string(64, 'a'), 0xfffffffffffffff0U}};
  expectRoundTrip(plan);
}

TEST(PlanFile, RandomPlans) {
  for (unsigned seed = 0; seed < 1500 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    expectRoundTrip(randomPlan(seed));
  }
}

TEST(PlanFile, PathsAreRelativeToTheRoot) {
  Plan plan = emptyPlan();
  plan.units.failed = {{"/app/src/a.cpp", "no such header"}};
  std::string json = writePlan(plan);
  EXPECT_NE(json.find("\"file\": \"src/a.cpp\""), std::string::npos) << json;
}

TEST(PlanFile, IsUtf8WhateverThePlanHolds) {
  for (unsigned seed = 0; seed < 300; ++seed)
    EXPECT_EQ(writePlan(randomPlan(seed)).find('\xff'), std::string::npos) << seed;
}

} // namespace
} // namespace repool
