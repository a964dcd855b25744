/// \file
/// A split into commits is failed, and killed, at every file operation: whole commits are left.
#include "apply/Commits.h"

#include "FaultyFiles.h"
#include "Sandbox.h"
#include "Scene.h"

#include <gtest/gtest.h>
#include <set>

namespace repool {
namespace {

constexpr unsigned Many = 1000;

/// Two files, three groups, two commits; a.c is in both.
class Split {
public:
  Split() {
    box_.write("a.c", "one two\n");
    box_.write("b.c", "one\n");
    box_.write(".gitignore", "/.out\n");
    git("init -q . && git config user.email a@b && git config user.name a && git add . && git "
        "commit -qm base");
    const std::vector<Edit> edits = {box_.edit("a.c", "one", "ONE and more"),
                                     box_.edit("a.c", "two", "TWO"),
                                     box_.edit("b.c", "one", "ONE")};
    plan_ = box_.plan(edits);
    for (const Edit &edit : edits)
      plan_.groups.push_back({"g" + std::to_string(plan_.groups.size()), {edit}, {}});
  }

  bool run(FileOps &ops) {
    auto result = applyInCommits(plan_, {{"first", {0}}, {"second", {1, 2}}}, {}, ops,
                                 [](const MadeCommit &) {});
    said_ = result ? "" : llvm::toString(result.takeError());
    return said_.empty();
  }

  /// What HEAD has: 0, 1 or 2 commits, and the very tree of that many.
  int commits() {
    const std::string a = git("show HEAD:a.c"), b = git("show HEAD:b.c");
    const std::vector<std::pair<std::string, std::string>> trees = {
        {"one two\n", "one\n"}, {"ONE and more two\n", "one\n"}, {"ONE and more TWO\n", "ONE\n"}};
    const int count = std::stoi(git("rev-list --count HEAD")) - 1;
    EXPECT_EQ(std::pair(a, b), trees.at(static_cast<std::size_t>(count)));
    return count;
  }

  /// One recovery, and files and index are those of the last commit; undo then changes nothing.
  int expectWhole() {
    auto note = recover(box_.root(), {}, realFileOps());
    EXPECT_TRUE(static_cast<bool>(note)) << llvm::toString(note.takeError()) << "; " << said_;
    const int count = commits();
    EXPECT_EQ(git("status --porcelain"), "") << said_;
    const Tree before = box_.tree();
    auto undone = undoLast(box_.root(), {}, realFileOps());
    EXPECT_FALSE(static_cast<bool>(undone));
    llvm::consumeError(undone.takeError());
    EXPECT_EQ(box_.tree(), before);
    auto again = recover(box_.root(), {}, realFileOps());
    EXPECT_TRUE(again && again->empty());
    return count;
  }

  std::string git(const std::string &command) {
    EXPECT_EQ(box_.run("git " + command), 0) << box_.read(".out");
    return box_.read(".out");
  }

private:
  Sandbox box_;
  Plan plan_;
  std::string said_;
};

class SplitKilled : public testing::TestWithParam<Fault> {};

class SplitFailed : public testing::TestWithParam<Fault> {};

std::string nameOf(const testing::TestParamInfo<Fault> &fault) {
  return "Fault" + std::to_string(static_cast<int>(fault.param));
}

INSTANTIATE_TEST_SUITE_P(Each, SplitKilled, testing::Values(Fault::Kill, Fault::KillTorn), nameOf);
INSTANTIATE_TEST_SUITE_P(Each, SplitFailed,
                         testing::Values(Fault::FailOnce, Fault::FailFromOn, Fault::TornOnce),
                         nameOf);

TEST_P(SplitKilled, AtEachOperation) {
  std::set<int> seen;
  unsigned at = 1;
  for (; at < Many && !HasFailure(); ++at) {
    SCOPED_TRACE(at);
    Split split;
    const bool isKilled = Scene::isKilled([&] {
      FaultyFiles ops(GetParam(), at);
      split.run(ops);
    });
    seen.insert(split.expectWhole());
    if (!isKilled)
      break;
  }
  EXPECT_LT(at, Many);
  EXPECT_EQ(seen, (std::set<int>{0, 1, 2}));
}

TEST_P(SplitFailed, AtEachOperation) {
  std::set<int> seen;
  unsigned at = 1;
  for (; at < Many && !HasFailure(); ++at) {
    SCOPED_TRACE(at);
    Split split;
    FaultyFiles ops(GetParam(), at);
    const bool isDone = split.run(ops);
    seen.insert(split.expectWhole());
    if (!ops.hasStruck()) {
      EXPECT_TRUE(isDone);
      break;
    }
  }
  EXPECT_LT(at, Many);
  EXPECT_EQ(seen, (std::set<int>{0, 1, 2}));
}

} // namespace
} // namespace repool
