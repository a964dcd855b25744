#include "apply/Parts.h"

#include "plan/CheckPlan.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

Decision siteOf(const std::string &group, const std::string &file, unsigned line) {
  Decision site;
  site.place = {file, line, 1};
  site.verdict = Verdict::Rewritten;
  site.strategy = Strategy::Pair;
  site.group = group;
  return site;
}

/// a and b share the close in h.c; c is alone in a.c beside a; d is another file's.
Plan sample() {
  Plan plan;
  plan.root = "/p";
  const Edit close{"/p/h.c", {50, 60}, "close"};
  plan.groups = {{"a",
                  {{"/p/a.c", {10, 20}, "open a"}, close},
                  {{"/p/a.c", "repool/x.h"}, {"/p/h.c", "repool/x.h"}}},
                 {"b",
                  {{"/p/b.c", {10, 20}, "open b"}, close},
                  {{"/p/b.c", "repool/x.h"}, {"/p/h.c", "repool/x.h"}}},
                 {"c", {{"/p/a.c", {30, 40}, "open c"}}, {{"/p/a.c", "repool/y.h"}}},
                 {"d", {{"/p/d.c", {10, 20}, "open d"}}, {{"/p/d.c", "repool/x.h"}}}};
  const Edit x{"/p/a.c", {0, 0}, "#include <repool/x.h>\n"};
  const Edit y{"/p/a.c", {0, 0}, "#include <repool/y.h>\n"};
  plan.edits["/p/a.c"] = {x, y, plan.groups[0].edits[0], plan.groups[2].edits[0]};
  plan.edits["/p/b.c"] = {{"/p/b.c", {0, 0}, "#include <repool/x.h>\n"}, plan.groups[1].edits[0]};
  plan.edits["/p/d.c"] = {plan.groups[3].edits[0]}; // has the include already
  plan.edits["/p/h.c"] = {{"/p/h.c", {0, 0}, "#include <repool/x.h>\n"}, close};
  for (const auto &[file, edits] : plan.edits)
    plan.files.push_back({file, std::string(64, '0'), 100});
  plan.decisions = {siteOf("a", "/p/a.c", 1), siteOf("c", "/p/a.c", 3), siteOf("b", "/p/b.c", 1),
                    siteOf("d", "/p/d.c", 1)};
  EXPECT_EQ(whatIsWrong(plan), std::nullopt);
  return plan;
}

TEST(Parts, GroupsThatShareAnEditAreOne) {
  EXPECT_EQ(partsOf(sample()), (std::vector<Part>{{0, 1}, {2}, {3}}));
}

TEST(Parts, SharingGoesOn) {
  Plan plan = sample();
  plan.groups[3].edits.push_back(plan.groups[2].edits[0]);
  plan.groups[3].edits.push_back(plan.groups[1].edits[0]);
  EXPECT_EQ(partsOf(plan), (std::vector<Part>{{0, 1, 2, 3}}));
}

TEST(Parts, NoneWithoutGroups) {
  EXPECT_TRUE(partsOf({}).empty());
}

TEST(Parts, EditsOfAllGroupsAreThoseOfThePlan) {
  const Plan plan = sample();
  EXPECT_EQ(editsOf(plan, {"a", "b", "c", "d"}), plan.edits);
  EXPECT_TRUE(editsOf(plan, {}).empty());
}

TEST(Parts, AnIncludeStaysWithThoseThatWantIt) {
  const Plan plan = sample();
  const std::vector<Edit> &all = plan.edits.at("/p/a.c");
  EXPECT_EQ(editsOf(plan, {"c"}).at("/p/a.c"), (std::vector<Edit>{all[1], all[3]}));
  EXPECT_EQ(editsOf(plan, {"a"}).at("/p/a.c"), (std::vector<Edit>{all[0], all[2]}));
  EXPECT_FALSE(editsOf(plan, {"c", "d"}).contains("/p/h.c"));
}

TEST(Parts, WhatIsLeftOutSaysWhy) {
  const Plan plan = without(sample(), {{"c", {"RP604", "it failed", "", {}}}});
  EXPECT_EQ(whatIsWrong(plan), std::nullopt);
  EXPECT_EQ(plan.groups.size(), 3U);
  EXPECT_EQ(plan.edits, editsOf(sample(), {"a", "b", "d"}));
  const Decision &left = plan.decisions[1];
  EXPECT_EQ(left.verdict, Verdict::Review);
  EXPECT_EQ(left.strategy, Strategy::None);
  EXPECT_EQ(left.code, "RP604");
  EXPECT_EQ(left.reason, "it failed");
  EXPECT_EQ(left.group, "");
  for (const std::size_t other : {0U, 2U, 3U})
    EXPECT_EQ(plan.decisions[other].verdict, Verdict::Rewritten);
}

TEST(Parts, AFileThatIsNoLongerEditedIsNoLongerPlanned) {
  const Plan plan = without(sample(), {{"d", {"RP604", "", "", {}}}});
  EXPECT_EQ(whatIsWrong(plan), std::nullopt);
  EXPECT_EQ(plan.files.size(), 3U);
  EXPECT_FALSE(plan.edits.contains("/p/d.c"));
}

} // namespace
} // namespace repool
