#include "apply/Commits.h"

#include "Outcome.h"
#include "apply/GitTree.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

/// A repository of a.c ("one two") and src/b.c ("one"), whose plan has three groups: a part each.
class Commits : public testing::Test {
protected:
  Commits() {
    box.write("a.c", "one two\n");
    box.write("src/b.c", "one\n");
    box.write("other.c", "mine\n");
    box.write(".gitignore", "/.out\n");
    git("init -q -b main . && git config user.email a@b && git config user.name a && git add . && "
        "git commit -qm base && git tag base");
    const std::vector<Edit> edits = {box.edit("a.c", "one", "ONE"), box.edit("a.c", "two", "TWO"),
                                     box.edit("src/b.c", "one", "ONE")};
    plan = box.plan(edits);
    for (const Edit &edit : edits) {
      const std::string id = "g" + std::to_string(plan.groups.size());
      plan.groups.push_back({id, {edit}, {{edit.file, "repool/x.h"}}});
      Decision site;
      site.place = {edit.file, static_cast<unsigned>(plan.groups.size()), 1};
      site.driver = "libpq";
      site.function = "f" + id;
      site.verdict = Verdict::Rewritten;
      site.strategy = Strategy::Lease;
      site.group = id;
      plan.decisions.push_back(site);
    }
  }

  std::string git(const std::string &command) {
    EXPECT_EQ(box.run("git " + command), 0) << command << ": " << box.read(".out");
    return box.read(".out");
  }

  /// Names of the commits, or the error.
  std::string split(const std::function<void(const MadeCommit &)> &made = [](const auto &) {}) {
    auto result = applyInCommits(plan, steps, {}, realFileOps(), made);
    if (!result)
      return said(box, llvm::toString(result.takeError()));
    std::string names;
    for (const MadeCommit &commit : result->commits)
      names += commit.name + " ";
    return names;
  }

  /// The files of a commit: "ONE two|one".
  std::string at(const std::string &commit) {
    const auto show = [&](const std::string &name) {
      const std::string text = git("show " + commit + ":" + name);
      return text.substr(0, text.find('\n'));
    };
    return show("a.c") + "|" + show("src/b.c");
  }

  void expectClean() { EXPECT_EQ(git("status --porcelain"), ""); }

  Sandbox box;
  Plan plan;
  std::vector<Step> steps = {{"first", {0}}, {"second", {1, 2}}};
};

TEST_F(Commits, OnePerStepWithItsFilesOnly) {
  EXPECT_EQ(split(), "first second ");
  EXPECT_EQ(at("base"), "one two|one");
  EXPECT_EQ(at("HEAD~1"), "ONE two|one");
  EXPECT_EQ(at("HEAD"), "ONE TWO|ONE");
  EXPECT_EQ(git("rev-list --count base..main"), "2\n");
  EXPECT_EQ(git("log -1 --format=%an,%ae,%cn"), "a,a@b,a\n");
  EXPECT_EQ(git("log -1 --format=%gs -g HEAD").substr(0, 7), "commit:");
  expectClean();
}

TEST_F(Commits, TheMessageNamesTheSites) {
  split();
  const std::string base = git("rev-parse --short=12 base");
  EXPECT_EQ(git("log -1 --format=%B HEAD~1"),
            "Borrow a connection from the pool: a.c:1\n\nWritten by repool, part 1 of 2; builds "
            "without the parts after it. Places as of " +
                base.substr(0, 12) +
                ":\n\n- a.c:1 libpq in fg0: lease\n\nTo take it back: git revert this commit.\n\n");
  EXPECT_EQ(git("log -1 --format=%s HEAD"), "Borrow 2 connections from the pool: second\n");
}

TEST_F(Commits, UndoLeavesThemToGit) {
  EXPECT_EQ(apply(box, box.plan({box.edit("other.c", "mine", "earlier")})), "0001: other.c");
  git("commit -qam earlier");
  split();
  const Tree after = box.tree();
  const std::string said = undo(box);
  EXPECT_TRUE(said.starts_with("the last apply made git commits, so git takes it back: git revert "
                               "--no-edit "))
      << said;
  EXPECT_TRUE(
      said.ends_with(git("rev-parse --short=12 HEAD").substr(0, 12) + "; nothing was written"))
      << said;
  EXPECT_EQ(box.tree(), after) << "an older run must not be undone instead";
  EXPECT_EQ(apply(box, box.plan({box.edit("other.c", "earlier", "later")})), "0004: other.c");
  EXPECT_EQ(undo(box), "0004: other.c");
}

TEST_F(Commits, ADetachedHeadMoves) {
  git("checkout -q --detach");
  EXPECT_EQ(split(), "first second ");
  EXPECT_EQ(at("HEAD"), "ONE TWO|ONE");
  EXPECT_EQ(at("main"), "one two|one");
  expectClean();
}

TEST_F(Commits, AnEditInBetweenIsKept) {
  const std::string said = split([&](const MadeCommit &) { box.write("src/b.c", "mine\n"); });
  EXPECT_TRUE(said.starts_with("part 2 of 2 (second): edited or removed at this moment")) << said;
  EXPECT_EQ(at("HEAD"), "ONE two|one");
  EXPECT_EQ(git("rev-list --count base..main"), "1\n");
  EXPECT_EQ(box.read("a.c"), "ONE two\n");
  EXPECT_EQ(box.read("src/b.c"), "mine\n");
}

TEST_F(Commits, WhatSomebodyStagesInBetweenIsNotCommitted) {
  const std::string said = split([&](const MadeCommit &) {
    box.write("other.c", "changed\n");
    git("add other.c");
  });
  EXPECT_EQ(said, "part 2 of 2 (second): the index of ROOT was changed meanwhile; the commits of "
                  "the parts before it stay, the same command goes on");
  EXPECT_EQ(at("HEAD"), "ONE two|one");
  EXPECT_EQ(git("status --porcelain"), "M  other.c\n");
}

TEST_F(Commits, ABranchThatMovedIsNotMovedAgain) {
  const std::string said =
      split([&](const MadeCommit &) { git("commit -q --allow-empty -m theirs"); });
  EXPECT_TRUE(said.starts_with("part 2 of 2 (second): git: the branch was moved meanwhile"))
      << said;
  EXPECT_EQ(git("log -1 --format=%s"), "theirs\n");
  EXPECT_EQ(at("HEAD"), "ONE two|one");
  expectClean();
}

TEST_F(Commits, AnIndexThatCannotBeWrittenIsFinishedLater) {
  const std::string said = split([&](const MadeCommit &) { box.write(".git/index.lock", ""); });
  EXPECT_TRUE(said.starts_with("part 2 of 2 (second): git: the index cannot be written, but the "
                               "commit "))
      << said;
  EXPECT_EQ(box.run("rm .git/index.lock"), 0);
  EXPECT_TRUE(recovered(box).ends_with(", which is complete"));
  EXPECT_EQ(at("HEAD"), "ONE TWO|ONE");
  expectClean();
  EXPECT_TRUE(undo(box).starts_with("the last apply made git commits"));
}

TEST_F(Commits, ARefusalWritesNothing) {
  const Tree before = box.tree();
  git("checkout -q -b side && git commit -q --allow-empty -m side && git checkout -q main && git "
      "commit -q --allow-empty -m main && git merge -q --no-commit --no-ff side");
  EXPECT_EQ(split(), "a merge, rebase or the like is under way in ROOT; end it first");
  EXPECT_EQ(box.tree(), before);
  EXPECT_FALSE(box.exists(".repool"));
}

TEST_F(Commits, ARepositoryWithoutACommit) {
  EXPECT_EQ(box.run("rm -rf .git && git init -q . && git config user.email a@b && git config "
                    "user.name a"),
            0);
  EXPECT_EQ(split(), "ROOT has no commit yet; make one first");
}

TEST_F(Commits, FilesOfARepositoryInsideAreNotOurs) {
  box.write("sub/c.c", "one\n");
  EXPECT_EQ(box.run("git -C sub init -q . && echo /sub >> .gitignore && git commit -qam sub"), 0);
  plan = box.plan({box.edit("sub/c.c", "one", "ONE")});
  steps = {};
  EXPECT_EQ(split(), "1 file is not tracked by git in ROOT: sub/c.c; commit first");
}

} // namespace
} // namespace repool
