#include "Sandbox.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

std::string diffOf(const Sandbox &box, const Plan &plan) {
  TextOf texts = [&](const std::string &file) {
    return box.read(std::filesystem::relative(file, box.root()).string());
  };
  return renderDiff(plan, texts, {.command = "diff"});
}

/// Every program that takes diffs makes \p after of \p before, and git also the reverse.
void expectDiffApplies(const std::string &name, const std::string &before,
                       const std::string &after) {
  Sandbox box;
  box.write(name, before);
  box.run("git init -q . && git config core.autocrlf false");
  Plan plan = box.plan({{box.path(name), {0, static_cast<std::uint32_t>(before.size())}, after}});
  std::string diff = diffOf(box, plan);
  box.write("d.patch", diff);
  SCOPED_TRACE(diff);
  ASSERT_EQ(box.run("git apply --check d.patch"), 0) << box.read(".out");
  ASSERT_EQ(box.run("git apply --whitespace=nowarn d.patch"), 0) << box.read(".out");
  EXPECT_EQ(box.read(name), after);
  ASSERT_EQ(box.run("git apply --whitespace=nowarn -R d.patch"), 0) << box.read(".out");
  EXPECT_EQ(box.read(name), before);
  ASSERT_EQ(box.run("patch --binary -p1 <d.patch"), 0) << box.read(".out");
  EXPECT_EQ(box.read(name), after);
}

TEST(Diff, OneLine) {
  expectDiffApplies("a.cpp", "a\nb\nc\n", "a\nB\nc\n");
}

TEST(Diff, InAFolder) {
  expectDiffApplies("src/x/a.cpp", "a\n", "b\n");
}

TEST(Diff, NameWithSpaces) {
  expectDiffApplies("my src/a b.cpp", "a\nb\n", "a\nc\n");
}

TEST(Diff, NameWithQuotesAndTab) {
  expectDiffApplies("a\"b\tc d.cpp", "a\n", "b\n");
}

TEST(Diff, NameThatIsNotAscii) {
  expectDiffApplies("\xc3\xa9 \xe6\xbc\xa2.cpp", "a\n", "b\n");
}

TEST(Diff, CarriageReturns) {
  expectDiffApplies("a.cpp", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n");
}

TEST(Diff, ByteOrderMark) {
  expectDiffApplies("a.cpp",
                    "\xef\xbb\xbf"
                    "a\nb\n",
                    "\xef\xbb\xbf"
                    "a\nc\n");
}

TEST(Diff, NoNewlineAtTheEnd) {
  expectDiffApplies("a.cpp", "a\nb", "a\nc");
  expectDiffApplies("a.cpp", "a\nb", "a\nb\n");
  expectDiffApplies("a.cpp", "a\nb\n", "a\nb");
}

TEST(Diff, LinesThatLookLikeADiff) {
  expectDiffApplies("a b.cpp", "-- a b.cpp\n++ x y\n@@ z\n", "-- a b.cpp\n@@ z\n-- c d\n");
}

TEST(Diff, ALineOfZeroes) {
  expectDiffApplies("a.cpp", std::string("a\0b\nc\n", 6), "a\nc\n");
}

TEST(Diff, FarApart) {
  std::string before, after;
  for (int i = 0; i < 400; ++i) {
    std::string line = std::to_string(i % 7) + "\n";
    before += line;
    after += i % 50 == 0 ? "changed\n" : line;
  }
  expectDiffApplies("a.cpp", before, after);
}

TEST(Diff, SeveralFilesInOrder) {
  Sandbox box;
  box.write("b.cpp", "x\n");
  box.write("a b.cpp", "x\n");
  Plan plan = box.plan({box.edit("b.cpp", "x", "y"), box.edit("a b.cpp", "x", "y")});
  EXPECT_EQ(diffOf(box, plan), "diff --git a/a b.cpp b/a b.cpp\n"
                               "index 587be6b..975fbec 100644\n"
                               "--- a/a b.cpp\t\n"
                               "+++ b/a b.cpp\t\n"
                               "@@ -1 +1 @@\n"
                               "-x\n"
                               "+y\n"
                               "diff --git a/b.cpp b/b.cpp\n"
                               "index 587be6b..975fbec 100644\n"
                               "--- a/b.cpp\n"
                               "+++ b/b.cpp\n"
                               "@@ -1 +1 @@\n"
                               "-x\n"
                               "+y\n");
}

TEST(Diff, AFileThatHasShrunkIsNamed) {
  Sandbox box;
  box.write("a.cpp", "long enough\n");
  Plan plan = box.plan({box.edit("a.cpp", "enough", "x")});
  box.write("a.cpp", "s\n");
  EXPECT_EQ(diffOf(box, plan), "# a.cpp has changed since the plan was made\n");
}

TEST(Diff, NothingForAnEmptyPlan) {
  Sandbox box;
  EXPECT_EQ(diffOf(box, box.plan({})), "");
}

} // namespace
} // namespace repool
