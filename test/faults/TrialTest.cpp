/// \file
/// A trial is failed, and killed, at every file operation, and within the check itself.
#include "apply/Trial.h"

#include "FaultyFiles.h"
#include "Sandbox.h"
#include "Scene.h"

#include <array>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace repool {
namespace {

namespace fs = std::filesystem;

constexpr unsigned Many = 3000;

/// Three files, one of them with a hard link, one written by two groups. The check refuses the
/// second group of a.c, so that the tree is moved to and fro.
class Tried {
public:
  Tried() {
    box_.write("a.c", "one two\n");
    box_.write("b.c", "one\n");
    box_.write("c.c", "one\n");
    fs::create_hard_link(box_.path("b.c"), box_.path("link.c"));
    ::chmod(box_.path("c.c").c_str(), 0640);
    const std::vector<Edit> edits = {
        box_.edit("a.c", "one", "ONE and more"), box_.edit("a.c", "two", "TWO"),
        box_.edit("b.c", "one", "ONE and more"), box_.edit("c.c", "one", "ONE")};
    plan_ = box_.plan(edits);
    for (const Edit &edit : edits)
      plan_.groups.push_back({"g" + std::to_string(plan_.groups.size()), {edit}, {}});
    old_ = box_.tree();
    kept_ = {{"a.c", "ONE and more two\n"},
             {"b.c", "ONE and more\n"},
             {"c.c", "ONE\n"},
             {"link.c", "ONE and more\n"}};
  }

  /// \p killAt: the run of the check in which the process ends.
  bool run(FileOps &ops, std::size_t killAt = 0) {
    auto result = tryPlan(plan_, {}, ops, [&](const Attempt &attempt) {
      if (attempt.run == killAt)
        ::_exit(FaultyFiles::KilledExit);
      return llvm::Expected<bool>(box_.read("a.c").find("TWO") == std::string::npos);
    });
    said_ = result ? "" : llvm::toString(result.takeError());
    return said_.empty();
  }

  bool isOld() const { return box_.tree() == old_ && hasModes(); }

  bool isKept() const { return box_.tree() == kept_ && hasModes(); }

  /// After any fault one recovery makes it whole, and then all works.
  void expectWhole() {
    ASSERT_TRUE(recovered()) << said_;
    ASSERT_TRUE(recovered() && said_.empty()) << "a second recovery found work: " << said_;
    ASSERT_TRUE(isOld() || isKept()) << said_;
    if (isKept())
      undo();
    ASSERT_TRUE(run(realFileOps())) << said_;
    ASSERT_TRUE(isKept());
    undo();
  }

  /// In one step.
  void undo() {
    auto undone = undoLast(box_.root(), {}, realFileOps());
    ASSERT_TRUE(static_cast<bool>(undone)) << llvm::toString(undone.takeError());
    ASSERT_TRUE(isOld());
  }

  const std::string &lastSaid() const { return said_; }

private:
  bool recovered() {
    auto result = recover(box_.root(), {}, realFileOps());
    said_ = result ? *result : llvm::toString(result.takeError());
    return static_cast<bool>(result);
  }

  bool hasModes() const {
    struct stat linked{}, other{};
    ::stat(box_.path("b.c").c_str(), &linked);
    ::stat(box_.path("c.c").c_str(), &other);
    return linked.st_nlink == 2 && (other.st_mode & 0777) == 0640;
  }

  Sandbox box_;
  Plan plan_;
  Tree old_, kept_;
  std::string said_;
};

class TrialFaults : public testing::TestWithParam<Fault> {};

std::string nameOf(const testing::TestParamInfo<Fault> &info) {
  constexpr std::array Names = {"Once", "FromOn", "Torn", "Kill", "KillTorn"};
  return Names[static_cast<std::size_t>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Each, TrialFaults,
                         testing::Values(Fault::FailOnce, Fault::FailFromOn, Fault::TornOnce,
                                         Fault::Kill, Fault::KillTorn),
                         nameOf);

TEST_P(TrialFaults, AtEachOperation) {
  const bool isKill = GetParam() == Fault::Kill || GetParam() == Fault::KillTorn;
  unsigned at = 1;
  for (; at < Many && !HasFatalFailure(); ++at) {
    SCOPED_TRACE(at);
    Tried tried;
    if (isKill) {
      if (!Scene::isKilled([&] {
            FaultyFiles ops(GetParam(), at);
            tried.run(ops);
          }))
        break;
    } else {
      FaultyFiles ops(GetParam(), at);
      const bool isDone = tried.run(ops);
      if (!ops.hasStruck())
        break;
      // One fault is taken back on the spot; where the disk is gone, by recovery.
      const bool isWhole = isDone ? tried.isKept() : tried.isOld();
      EXPECT_TRUE(isWhole || (!isDone && GetParam() == Fault::FailFromOn)) << tried.lastSaid();
    }
    tried.expectWhole();
  }
  EXPECT_GT(at, 100U) << "the faults never struck";
  EXPECT_LT(at, Many);
}

TEST(TrialKilled, WithinTheCheck) {
  for (std::size_t run = 1;; ++run) {
    SCOPED_TRACE(run);
    Tried tried;
    if (!Scene::isKilled([&] { tried.run(realFileOps(), run); })) {
      EXPECT_GT(run, 4U);
      break;
    }
    if (run > 1) // before, nothing was written
      tried.undo();
    tried.expectWhole();
  }
}

} // namespace
} // namespace repool
