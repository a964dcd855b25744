#include "Outcome.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

/// A repository with a.cpp and src/b.cpp committed.
class Git : public testing::Test {
protected:
  Git() {
    box.write("a.cpp", "old\n");
    box.write("src/b.cpp", "old\n");
    box.write(".gitignore", "/build/\n/.out\n");
    EXPECT_EQ(box.run("git init -q . && git config user.email a@b && git config user.name a && "
                      "git add . && git commit -qm x"),
              0)
        << box.read(".out");
  }

  Plan plan(const std::vector<std::string> &names) const {
    std::vector<Edit> edits;
    for (const std::string &name : names)
      edits.push_back(box.edit(name, "old", "new"));
    return box.plan(edits);
  }

  void expectDirty(const std::vector<std::string> &names, const std::string &error) const {
    Plan dirty = plan(names);
    Tree before = box.tree();
    EXPECT_EQ(apply(box, dirty), error);
    EXPECT_EQ(box.tree(), before);
    EXPECT_FALSE(box.exists(".repool"));
    ApplyOptions options;
    options.allowDirty = true;
    EXPECT_TRUE(apply(box, dirty, options).starts_with("0001:"));
  }

  Sandbox box;
};

const std::string Hint = "; commit them first, or --allow-dirty writes them all the same";

TEST_F(Git, CleanFilesAreWritten) {
  EXPECT_EQ(apply(box, plan({"a.cpp", "src/b.cpp"})), "0001: a.cpp src/b.cpp");
  box.run("git status --porcelain");
  EXPECT_EQ(box.read(".out"), " M a.cpp\n M src/b.cpp\n");
}

TEST_F(Git, Modified) {
  box.write("a.cpp", "old\nmine\n");
  expectDirty({"a.cpp", "src/b.cpp"}, "1 file has uncommitted changes: a.cpp (modified)" + Hint);
}

TEST_F(Git, Staged) {
  box.write("src/b.cpp", "old\nmine\n");
  box.run("git add src/b.cpp");
  expectDirty({"a.cpp", "src/b.cpp"}, "1 file has uncommitted changes: src/b.cpp (staged)" + Hint);
}

TEST_F(Git, Untracked) {
  box.write("new/dir/c.cpp", "old\n");
  box.write("a.cpp", "old\nmine\n");
  expectDirty({"a.cpp", "new/dir/c.cpp"},
              "2 files have uncommitted changes: a.cpp (modified), new/dir/c.cpp (untracked)" +
                  Hint);
}

TEST_F(Git, OtherDirtyFilesDoNotMatter) {
  box.write("src/b.cpp", "old\nmine\n");
  box.write("c.cpp", "old\n");
  EXPECT_EQ(apply(box, plan({"a.cpp"})), "0001: a.cpp");
}

TEST_F(Git, IgnoredFilesAreNotGits) {
  box.write("build/gen.cpp", "old\n");
  EXPECT_EQ(apply(box, plan({"build/gen.cpp"})), "0001: build/gen.cpp");
}

TEST_F(Git, NamesAreNoPatterns) {
  box.write("*.cpp", "old\n");
  box.run("git add '*.cpp' && git commit -qm y");
  box.write("a.cpp", "old\nmine\n");
  EXPECT_EQ(apply(box, plan({"*.cpp"})), "0001: *.cpp");
}

TEST_F(Git, ARepositoryInsideIsAsked) {
  box.write("sub/c.cpp", "old\n");
  box.run("git -C sub init -q .");
  EXPECT_EQ(apply(box, plan({"sub/c.cpp"})),
            "1 file has uncommitted changes: sub/c.cpp (untracked)" + Hint);
}

TEST_F(Git, OurOwnChangesAreUncommittedToo) {
  EXPECT_EQ(apply(box, plan({"a.cpp"})), "0001: a.cpp");
  EXPECT_EQ(apply(box, box.plan({box.edit("a.cpp", "new", "newer")})),
            "1 file has uncommitted changes: a.cpp (modified)" + Hint);
  EXPECT_EQ(undo(box), "0001: a.cpp");
  box.run("git status --porcelain");
  EXPECT_EQ(box.read(".out"), "");
}

} // namespace
} // namespace repool
