#include "SamplePlan.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

void expectLastLine(const Plan &plan, const std::string &command, const std::string &line) {
  EXPECT_EQ(renderLastLine(plan, {.command = command}), line + "\n");
}

Plan only(Verdict verdict) {
  Plan plan = samplePlan();
  plan.units.failed.clear();
  std::erase_if(plan.decisions, [&](const Decision &each) { return each.verdict != verdict; });
  return plan;
}

TEST(LastLine, Scan) {
  expectLastLine(samplePlan(), "scan",
                 "5 units: 5 sites in 2 files: 2 can be rewritten, 1 needs review, 1 kept, "
                 "1 suppressed. 1 unit did not parse. Next: repool diff");
}

TEST(LastLine, Diff) {
  expectLastLine(only(Verdict::Rewritten), "diff",
                 "4 units: 2 sites in 2 files: 2 would be rewritten. Next: repool apply");
}

TEST(LastLine, Apply) {
  expectLastLine(only(Verdict::Rewritten), "apply",
                 "4 units: 2 sites in 2 files: 2 rewritten. Next: run your tests; "
                 "repool undo restores the old code.");
}

TEST(LastLine, ApplyWithACheck) {
  Plan plan = only(Verdict::Rewritten);
  const RenderOptions checked{.command = "apply", .isChecked = true};
  EXPECT_EQ(renderLastLine(plan, checked),
            "4 units: 2 sites in 2 files: 2 rewritten. The check passed with what was rewritten. "
            "Next: commit; repool undo restores the old code.\n");
  plan.decisions[0].verdict = Verdict::Review;
  plan.decisions[0].code = "RP604";
  EXPECT_EQ(renderLastLine(plan, checked),
            "4 units: 2 sites in 2 files: 1 rewritten, 1 needs review. The check passed with what "
            "was rewritten. Next: repool explain RP604; repool undo restores the old code.\n");
  plan.decisions[1] = plan.decisions[0];
  EXPECT_EQ(renderLastLine(plan, checked),
            "4 units: 2 sites in 1 file: 2 need review. No file was changed. Next: repool explain "
            "RP604\n");
}

TEST(LastLine, OnlyReviewsAreLeft) {
  for (const char *command : {"scan", "diff", "apply", "check"})
    expectLastLine(only(Verdict::Review), command,
                   "4 units: 1 site in 1 file: 1 needs review. Next: repool explain src/a.cpp:40");
}

TEST(LastLine, NothingToDo) {
  expectLastLine(only(Verdict::Kept), "scan", "4 units: 1 site in 1 file: 1 kept. Nothing to do.");
  Plan none;
  none.units.parsed = 1;
  expectLastLine(none, "check", "1 unit: no sites. Nothing to do.");
}

TEST(LastLine, WhatDidNotParseIsLeftToDo) {
  Plan none;
  none.units.failed = {{"a.c", "'x.h' file not found"}};
  for (const char *command : {"scan", "diff", "apply", "check"})
    expectLastLine(
        none, command,
        "1 unit: no sites. 1 unit did not parse. Next: make what did not parse parse; it "
        "may hold sites.");
}

TEST(LastLine, TotalsAddUp) {
  Totals totals = countTotals(samplePlan());
  EXPECT_EQ(totals.sites, 5U);
  EXPECT_EQ(totals.files, 2U);
  EXPECT_EQ(totals.rewritten + totals.review + totals.kept + totals.suppressed, totals.sites);
}

} // namespace
} // namespace repool
