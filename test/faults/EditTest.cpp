/// \file
/// Another program edits a file while apply or undo runs.
#include "FaultyFiles.h"
#include "Sandbox.h"
#include "apply/Apply.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

/// Edits b.cpp as soon as the new text of it is about to be written beside it.
class EditedMeanwhile : public FaultyFiles {
public:
  explicit EditedMeanwhile(const Sandbox &box) : FaultyFiles(Fault::FailOnce, 0), box_(box) {}

  llvm::Error write(const std::string &path, std::string_view bytes, unsigned mode) override {
    if (path.find("/.repool-0001-1.tmp") != std::string::npos)
      box_.write("b.cpp", "mine\n");
    return FaultyFiles::write(path, bytes, mode);
  }

private:
  const Sandbox &box_;
};

class Edited : public testing::Test {
protected:
  Edited() {
    std::vector<Edit> edits;
    for (const char *name : {"a.cpp", "b.cpp", "c.cpp"}) {
      box.write(name, "old\n");
      edits.push_back(box.edit(name, "old", "new"));
    }
    plan = box.plan(edits);
  }

  void expectError(llvm::Expected<ApplyResult> result) const {
    ASSERT_FALSE(static_cast<bool>(result));
    EXPECT_EQ(llvm::toString(result.takeError()),
              box.path("b.cpp") + " was edited at this moment by another program");
  }

  void expectText(const std::string &text) const {
    EXPECT_EQ(box.tree(), (Tree{{"a.cpp", text}, {"b.cpp", "mine\n"}, {"c.cpp", text}}));
    auto recovered = recover(box.root(), {}, realFileOps());
    ASSERT_TRUE(static_cast<bool>(recovered)) << llvm::toString(recovered.takeError());
    EXPECT_EQ(*recovered, "");
  }

  Sandbox box;
  Plan plan;
};

TEST_F(Edited, DuringApplyTheEditStaysAndTheRestIsOld) {
  EditedMeanwhile ops(box);
  expectError(applyPlan(plan, {}, ops));
  expectText("old\n");
}

TEST_F(Edited, DuringUndoTheEditStaysAndTheRestIsNew) {
  ASSERT_TRUE(static_cast<bool>(applyPlan(plan, {}, realFileOps())));
  EditedMeanwhile ops(box);
  expectError(undoLast(box.root(), {}, ops));
  expectText("new\n");
}

} // namespace
} // namespace repool
