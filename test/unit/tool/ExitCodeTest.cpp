#include "ExitCode.h"

#include <gtest/gtest.h>

namespace repool::tool {

namespace {

/// A plan with one site per verdict of \p verdicts.
Plan planOf(std::initializer_list<Verdict> verdicts, bool failed = false) {
  Plan plan;
  for (const Verdict verdict : verdicts) {
    Decision decision;
    decision.verdict = verdict;
    plan.decisions.push_back(decision);
  }
  if (failed)
    plan.units.failed = {{"a.c", "why"}};
  return plan;
}

/// "scan check check--allow-review apply".
std::string statuses(const Plan &plan) {
  std::string result;
  for (const ExitCode code :
       {exitOfScan(plan), exitOfCheck(plan, false), exitOfCheck(plan, true), exitOfApply(plan)})
    result += std::to_string(toStatus(code));
  return result;
}

TEST(ExitCode, IsThatOfTheWorstSite) {
  EXPECT_EQ(statuses(planOf({})), "0000");
  EXPECT_EQ(statuses(planOf({Verdict::Kept, Verdict::Suppressed})), "0000");
  EXPECT_EQ(statuses(planOf({Verdict::Review})), "1100");
  EXPECT_EQ(statuses(planOf({Verdict::Rewritten})), "1110");
  EXPECT_EQ(statuses(planOf({Verdict::Kept, Verdict::Review, Verdict::Rewritten})), "1110");
}

TEST(ExitCode, AUnitThatDidNotParseOutranksSites) {
  EXPECT_EQ(statuses(planOf({}, true)), "3333");
  EXPECT_EQ(statuses(planOf({Verdict::Rewritten, Verdict::Review}, true)), "3333");
}

TEST(ExitCode, WhatApplyHadToLeaveOutIsAFinding) {
  EXPECT_EQ(exitOfApply(planOf({Verdict::Review}), 1), ExitCode::Findings);
  EXPECT_EQ(exitOfApply(planOf({Verdict::Rewritten, Verdict::Review}), 2), ExitCode::Findings);
  EXPECT_EQ(exitOfApply(planOf({Verdict::Rewritten}, true), 1), ExitCode::Incomplete);
}

TEST(ExitCode, SkippedUnitsAreNone) {
  Plan plan = planOf({});
  plan.units.skipped = {{"a.c", "names no connection call"}};
  EXPECT_EQ(statuses(plan), "0000");
}

TEST(ExitCode, OfTheMonitorIsOneWhenAThresholdIsBroken) {
  EXPECT_EQ(exitOfMonitor(false), ExitCode::Clean);
  EXPECT_EQ(exitOfMonitor(true), ExitCode::Findings);
}

TEST(ExitCode, HasTheNumbersThatTheManualPromises) {
  EXPECT_EQ(toStatus(ExitCode::Clean), 0);
  EXPECT_EQ(toStatus(ExitCode::Findings), 1);
  EXPECT_EQ(toStatus(ExitCode::Usage), 2);
  EXPECT_EQ(toStatus(ExitCode::Incomplete), 3);
}

} // namespace

} // namespace repool::tool
