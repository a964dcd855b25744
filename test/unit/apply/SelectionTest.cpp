#include "apply/Selection.h"

#include "plan/CheckPlan.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

Decision site(const std::string &file, unsigned line, const std::string &driver,
              const std::string &group, const std::string &code = "") {
  Decision result;
  result.place = {file, line, 1};
  result.driver = driver;
  result.verdict = group.empty() ? Verdict::Review : Verdict::Rewritten;
  result.group = group;
  result.code = code;
  return result;
}

/// Report: a.c:1 (a), a.c:9 review, b/b.c:1 (b, with d), c.c:1 (c), d.c:1 (d). The ids of the
/// groups are in another order than the report.
Plan sample() {
  Plan plan;
  plan.root = "/p";
  const Edit shared{"/p/h.c", {50, 60}, "close"};
  plan.groups = {{"1", {{"/p/c.c", {1, 2}, "c"}}, {}},
                 {"2", {{"/p/d.c", {1, 2}, "d"}, shared}, {}},
                 {"3", {{"/p/b/b.c", {1, 2}, "b"}, shared}, {}},
                 {"4", {{"/p/a.c", {1, 2}, "a"}}, {}}};
  for (const EditGroup &group : plan.groups)
    for (const Edit &edit : group.edits)
      plan.edits[edit.file] = {edit};
  for (const auto &[file, edits] : plan.edits)
    plan.files.push_back({file, std::string(64, '0'), 100});
  plan.decisions = {site("/p/a.c", 1, "libpq", "4"), site("/p/a.c", 9, "sqlite", "", "RP201"),
                    site("/p/b/b.c", 1, "libpq", "3"), site("/p/c.c", 1, "sqlite", "1"),
                    site("/p/d.c", 1, "sqlite", "2")};
  EXPECT_EQ(whatIsWrong(plan), std::nullopt);
  return plan;
}

std::string shown(const Plan &plan) {
  EXPECT_EQ(whatIsWrong(plan), std::nullopt);
  std::string text;
  for (const Decision &each : plan.decisions)
    text += each.place.file.substr(3) + ":" + std::to_string(each.place.line) + " ";
  text += "|";
  for (const EditGroup &group : plan.groups)
    text += " " + group.id;
  text += " |";
  for (const auto &[file, edits] : plan.edits)
    text += " " + file.substr(3);
  return text;
}

TEST(Selection, OfACode) {
  EXPECT_EQ(shown(select(sample(), {.codes = {"RP201"}})), "a.c:9 | |");
}

TEST(Selection, OfAPathAndNotOfOneThatBeginsLikeIt) {
  EXPECT_EQ(shown(select(sample(), {.paths = {"/p/a.c"}})), "a.c:1 a.c:9 | 4 | a.c");
  EXPECT_EQ(shown(select(sample(), {.paths = {"/p/a"}})), "| |");
}

TEST(Selection, KindsNarrowWordsWiden) {
  EXPECT_EQ(shown(select(sample(), {.drivers = {"libpq"}, .paths = {"/p/a.c", "/p/c.c"}})),
            "a.c:1 | 4 | a.c");
  EXPECT_EQ(shown(select(sample(), {.drivers = {"libpq", "sqlite"}, .paths = {"/p/c.c"}})),
            "c.c:1 | 1 | c.c");
}

TEST(Selection, WhatChangesTogetherComesAlong) {
  const Plan plan = select(sample(), {.paths = {"/p/b"}});
  EXPECT_EQ(shown(plan), "b/b.c:1 d.c:1 | 2 3 | b/b.c d.c h.c");
  EXPECT_EQ(plan.notes, (std::vector<std::string>{
                            "d.c:1: --only does not name it, but it changes together with 3",
                            "3 sites are not listed, because of --only"}));
}

TEST(Selection, LimitTakesTheFirstOfTheReport) {
  const First first = firstOf(sample(), 1);
  EXPECT_EQ(shown(first.plan), "a.c:1 a.c:9 | 4 | a.c");
  EXPECT_EQ(first.left, 3U);
  EXPECT_EQ(first.tooMany, 0U);
}

TEST(Selection, LimitNeverTearsAPart) {
  EXPECT_EQ(firstOf(sample(), 2).left, 3U); // the second and third are one part
  const First three = firstOf(sample(), 3);
  EXPECT_EQ(shown(three.plan), "a.c:1 a.c:9 b/b.c:1 d.c:1 | 2 3 4 | a.c b/b.c d.c h.c");
  EXPECT_EQ(three.left, 1U);
  EXPECT_EQ(firstOf(sample(), 4).left, 0U);
}

TEST(Selection, LimitBelowTheFirstPartTakesNothing) {
  const First first = firstOf(select(sample(), {.paths = {"/p/b"}}), 1);
  EXPECT_EQ(first.tooMany, 2U);
  EXPECT_TRUE(first.plan.groups.empty());
}

} // namespace
} // namespace repool
