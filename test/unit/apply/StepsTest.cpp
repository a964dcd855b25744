#include "apply/Split.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

Decision site(const std::string &file, unsigned line, const std::string &group) {
  Decision result;
  result.place = {file, line, 1};
  result.verdict = Verdict::Rewritten;
  result.group = group;
  return result;
}

/// "one" is in a.c and shares the close in z/h.c with "two" in z/b.c; "three" is alone in z/b.c.
Plan sample() {
  Plan plan;
  plan.root = "/p";
  const Edit close{"/p/z/h.c", {1, 6}, "give"};
  plan.groups = {{"one", {{"/p/a.c", {0, 4}, "lend"}, close}, {}},
                 {"three", {{"/p/z/b.c", {10, 14}, "lend"}}, {{"/p/z/b.c", "repool/y.h"}}},
                 {"two",
                  {{"/p/z/b.c", {5, 9}, "take"}, close},
                  {{"/p/z/b.c", "repool/x.h"}, {"/p/z/b.c", "repool/y.h"}}}};
  plan.edits["/p/a.c"] = {plan.groups[0].edits[0]};
  plan.edits["/p/z/b.c"] = {{"/p/z/b.c", {0, 0}, "<repool/x.h>\n"},
                            {"/p/z/b.c", {0, 0}, "<repool/y.h>\n"},
                            plan.groups[2].edits[0],
                            plan.groups[1].edits[0]};
  plan.edits["/p/z/h.c"] = {close};
  plan.decisions = {site("/p/a.c", 1, "one"), site("/p/z/b.c", 3, "two"),
                    site("/p/z/b.c", 9, "three")};
  return plan;
}

std::string shown(const std::vector<Step> &steps) {
  std::string text;
  for (const Step &step : steps) {
    text += step.name + ":";
    for (const std::size_t group : step.groups)
      text += " " + std::to_string(group);
    text += "; ";
  }
  return text;
}

TEST(Steps, APartGoesWhereItsFirstSiteIs) {
  EXPECT_EQ(shown(splitByDirectory(sample())), ".: 0 2; z: 1; ");
  EXPECT_EQ(shown(splitBySite(sample())), "a.c:1:1: 0 2; z/b.c:9:1: 1; ");
}

TEST(Steps, OwnersAreAskedBelowTheWorkTree) {
  const CodeOwners owners("/p/z/ @z\n/a.c @nobody\n");
  EXPECT_EQ(shown(splitByOwner(sample(), owners, "/")), "files without an owner: 0 2; @z: 1; ");
}

TEST(Steps, TextsGrowStepByStep) {
  const Plan plan = sample();
  const StepTexts texts(plan, {{"first", {1}}, {"second", {0, 2}}});
  const std::string old = "open open open";
  EXPECT_EQ(texts.filesOf(0), std::vector<std::string>{"/p/z/b.c"});
  EXPECT_EQ(texts.filesOf(1), (std::vector<std::string>{"/p/a.c", "/p/z/b.c", "/p/z/h.c"}));
  EXPECT_EQ(texts.after(0, "/p/z/b.c", old), "<repool/y.h>\nopen open lend");
  EXPECT_EQ(texts.after(1, "/p/z/b.c", old), "<repool/x.h>\n<repool/y.h>\nopen take lend");
  EXPECT_FALSE(texts.isFinal(0, "/p/z/b.c"));
  EXPECT_TRUE(texts.isFinal(1, "/p/z/b.c"));
  EXPECT_TRUE(texts.isFinal(0, "/p/other.c"));
}

TEST(Steps, WhatIsInNoStepIsNeverWritten) {
  const Plan plan = sample();
  const StepTexts texts(plan, {{"only", {1}}});
  EXPECT_EQ(texts.after(0, "/p/z/h.c", " close "), " close ");
  EXPECT_FALSE(texts.isFinal(0, "/p/z/b.c"));
}

} // namespace
} // namespace repool
