/// \file
/// A thousand groups over five hundred files are one transaction.
#include "FaultyFiles.h"
#include "Outcome.h"
#include "apply/Parts.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

constexpr unsigned Files = 500;
constexpr unsigned Groups = 1000;

/// Two groups in each file; every hundredth also shares an edit with the one before it.
class Bulk : public testing::Test {
protected:
  Bulk() {
    for (unsigned file = 0; file < Files; ++file)
      box.write(name(file), "int one(int x);\nint two(int x);\n// end\n");
    std::vector<Edit> edits;
    for (unsigned i = 0; i < Groups; ++i) {
      EditGroup group{"g" + std::to_string(10000 + i), {}, {}};
      group.edits.push_back(
          box.edit(name(i / 2), i % 2 == 0 ? "one(int x)" : "two(int x)", "lent()"));
      edits.push_back(group.edits.back());
      if (i % 100 == 0)
        edits.push_back(box.edit(name(i / 2), "end", "shared"));
      if (i % 100 < 2)
        group.edits.push_back(box.edit(name(i / 2), "end", "shared"));
      groups.push_back(std::move(group));
    }
    plan = box.plan(edits);
    plan.groups = groups;
    old = box.tree();
  }

  static std::string name(unsigned file) {
    return "d" + std::to_string(file % 25) + "/f" + std::to_string(file) + ".c";
  }

  Sandbox box;
  std::vector<EditGroup> groups;
  Plan plan;
  Tree old;
};

TEST_F(Bulk, AllOfItIsWrittenAndUndone) {
  EXPECT_EQ(partsOf(plan).size(), Groups - Groups / 100);
  auto done = applyPlan(plan, {}, realFileOps());
  ASSERT_TRUE(static_cast<bool>(done));
  EXPECT_EQ(done->files.size(), Files);
  for (const auto &[file, text] : box.tree()) {
    EXPECT_EQ(text.find("(int x)"), std::string::npos) << file;
    EXPECT_EQ(text.find("lent()"), 4U) << file;
  }
  ASSERT_TRUE(static_cast<bool>(undoLast(box.root(), {}, realFileOps())));
  EXPECT_EQ(box.tree(), old);
}

TEST_F(Bulk, AFailureAnywhereLeavesAllOfItOld) {
  unsigned struck = 0;
  for (unsigned at = 1;; at += 499) {
    FaultyFiles ops(Fault::FailOnce, at);
    auto done = applyPlan(plan, {}, ops);
    if (!ops.hasStruck()) {
      EXPECT_TRUE(static_cast<bool>(done));
      break;
    }
    ++struck;
    if (done) // what failed was only tidying
      ASSERT_TRUE(static_cast<bool>(undoLast(box.root(), {}, realFileOps())));
    else
      llvm::consumeError(done.takeError());
    ASSERT_EQ(box.tree(), old) << at;
  }
  EXPECT_GT(struck, 8U);
}

} // namespace
} // namespace repool
