#include "Outcome.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace repool {
namespace {

namespace fs = std::filesystem;

/// Apply refuses with \p error and leaves everything, the journal's absence included, as it was.
void expectRefused(const Sandbox &box, const Plan &plan, const std::string &error,
                   const ApplyOptions &options = {}) {
  Tree before = box.tree();
  EXPECT_EQ(apply(box, plan, options), error);
  EXPECT_EQ(box.tree(), before);
  EXPECT_FALSE(box.exists(".repool"));
}

/// Three files and a plan that edits each.
Plan threeFiles(const Sandbox &box) {
  std::vector<Edit> edits;
  for (const char *name : {"a.cpp", "b.cpp", "src/c.cpp"}) {
    box.write(name, "old\n");
    edits.push_back(box.edit(name, "old", "new"));
  }
  return box.plan(edits);
}

TEST(Refusal, StaleFilesAreNamedWithBothHashes) {
  Sandbox box;
  Plan plan = threeFiles(box);
  box.write("b.cpp", "edited\n");
  expectRefused(box, plan,
                "1 file has changed since the plan was made: b.cpp (planned for 01d09d19c213, now "
                "68f01b289aed); run repool diff again");
}

TEST(Refusal, AllStaleFilesAreNamed) {
  Sandbox box;
  Plan plan = threeFiles(box);
  box.write("a.cpp", "edited\n");
  fs::remove(box.path("src/c.cpp"));
  expectRefused(box, plan,
                "2 files have changed since the plan was made: a.cpp (planned for 01d09d19c213, "
                "now 68f01b289aed), src/c.cpp (no longer there); run repool diff again");
}

TEST(Refusal, AFileThatBecameAFolder) {
  Sandbox box;
  Plan plan = threeFiles(box);
  fs::remove(box.path("a.cpp"));
  fs::create_directory(box.path("a.cpp"));
  expectRefused(box, plan,
                "1 file has changed since the plan was made: a.cpp (not a regular file); run "
                "repool diff again");
}

TEST(Refusal, ReadOnlyUnlessAllowed) {
  for (bool isLinked : {false, true}) {
    Sandbox box;
    Plan plan = threeFiles(box);
    if (isLinked)
      fs::create_hard_link(box.path("b.cpp"), box.path("link.cpp"));
    ::chmod(box.path("b.cpp").c_str(), 0444);
    expectRefused(box, plan,
                  "1 file is read-only: b.cpp; --allow-read-only writes them all the same");
    ApplyOptions options;
    options.allowReadOnly = true;
    EXPECT_EQ(apply(box, plan, options), "0001: a.cpp b.cpp src/c.cpp");
    EXPECT_EQ(box.read("b.cpp"), "new\n");
    EXPECT_EQ(static_cast<unsigned>(fs::status(box.path("b.cpp")).permissions()), 0444U);
    EXPECT_EQ(undo(box), "0001: a.cpp b.cpp src/c.cpp");
    EXPECT_EQ(box.read("b.cpp"), "old\n");
    EXPECT_EQ(static_cast<unsigned>(fs::status(box.path("b.cpp")).permissions()), 0444U);
  }
}

TEST(Refusal, OneFileUnderTwoNames) {
  Sandbox box;
  box.write("a.cpp", "old\n");
  fs::create_hard_link(box.path("a.cpp"), box.path("b.cpp"));
  Plan plan = box.plan({box.edit("a.cpp", "old", "1"), box.edit("b.cpp", "old", "2")});
  expectRefused(box, plan,
                "a.cpp and b.cpp are one file (a link) and the plan edits both; run repool diff "
                "again");
}

TEST(Refusal, APlanThatDisagreesWithItself) {
  Sandbox box;
  Plan plan = threeFiles(box);
  plan.edits.begin()->second.front().span.end = 99;
  expectRefused(box, plan,
                "bad plan: a.cpp: the edit of bytes 0..99 is outside of the file, which has 4");
  plan = threeFiles(box);
  plan.files.clear();
  expectRefused(box, plan, "bad plan: a.cpp is edited but has no hash");
  plan = threeFiles(box);
  plan.files[0].size = 1000;
  plan.edits.begin()->second.front().span.end = 99;
  expectRefused(box, plan,
                "1 file has changed since the plan was made: a.cpp (planned for 1000 bytes, now "
                "4); run repool diff again");
}

TEST(Refusal, AFullDiskLeavesAllAsItWas) {
  Sandbox box;
  Plan plan = threeFiles(box);
  ApplyOptions options;
  options.journalDirectory = "/dev/full/journal";
  Tree before = box.tree();
  EXPECT_NE(apply(box, plan, options).find("cannot be"), std::string::npos);
  EXPECT_EQ(box.tree(), before);
}

TEST(Refusal, TwoAppliesDoNotRace) {
  Sandbox box;
  Plan plan = threeFiles(box);
  fs::create_directory(box.path(".repool"));
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  pid_t other = ::fork();
  if (other == 0) {
    auto lock = realFileOps().lock(box.path(".repool/lock"));
    char byte = lock ? 'y' : 'n';
    (void)!::write(ready[1], &byte, 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  std::string busy =
      "another repool is writing (process " + std::to_string(other) + "); wait for it to end";
  EXPECT_EQ(apply(box, plan), busy);
  EXPECT_EQ(undo(box), busy);
  EXPECT_EQ(recovered(box), busy);
  // Its end, however it comes, frees the lock at once.
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
  EXPECT_EQ(apply(box, plan), "0001: a.cpp b.cpp src/c.cpp");
}

} // namespace
} // namespace repool
