#include "Outcome.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace repool {
namespace {

namespace fs = std::filesystem;

/// Replaces \p before in a.cpp, as one run.
std::string replaceIn(const Sandbox &box, const std::string &name, const std::string &before,
                      const std::string &after) {
  return apply(box, box.plan({box.edit(name, before, after)}));
}

TEST(Undo, NothingToUndo) {
  Sandbox box;
  EXPECT_EQ(undo(box), "nothing to undo: no run of repool apply is left in ROOT");
  EXPECT_FALSE(box.exists(".repool"));
}

TEST(Undo, GoesBackRunByRun) {
  Sandbox box;
  box.write("a.cpp", "1");
  box.write("b.cpp", "1");
  EXPECT_EQ(replaceIn(box, "a.cpp", "1", "2"), "0001: a.cpp");
  EXPECT_EQ(replaceIn(box, "b.cpp", "1", "2"), "0002: b.cpp");
  EXPECT_EQ(replaceIn(box, "a.cpp", "2", "3"), "0003: a.cpp");
  EXPECT_EQ(undo(box), "0003: a.cpp");
  EXPECT_EQ(undo(box), "0002: b.cpp");
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", "2"}, {"b.cpp", "1"}}));
  EXPECT_EQ(undo(box), "0001: a.cpp");
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", "1"}, {"b.cpp", "1"}}));
  EXPECT_EQ(undo(box), "nothing to undo: no run of repool apply is left in ROOT");
}

TEST(Undo, RefusesIfAFileWasEditedSince) {
  Sandbox box;
  box.write("a.cpp", "old\n");
  box.write("b.cpp", "old\n");
  box.write("c.cpp", "old\n");
  apply(box, box.plan({box.edit("a.cpp", "old", "new"), box.edit("b.cpp", "old", "new"),
                       box.edit("c.cpp", "old", "new")}));
  box.write("b.cpp", "edited\n");
  fs::remove(box.path("c.cpp"));
  Tree before = box.tree();
  EXPECT_EQ(undo(box), "run 0001 cannot be undone, files were edited since: b.cpp (written as "
                       "7aa7a5359173, now 68f01b289aed), c.cpp (no longer there); take those edits "
                       "back first, nothing was written");
  EXPECT_EQ(box.tree(), before);
  box.write("b.cpp", "new\n");
  box.write("c.cpp", "new\n");
  EXPECT_EQ(undo(box), "0001: a.cpp b.cpp c.cpp");
}

TEST(Undo, RestoresTheMode) {
  Sandbox box;
  box.write("a.cpp", "old\n");
  ::chmod(box.path("a.cpp").c_str(), 0750);
  replaceIn(box, "a.cpp", "old", "new");
  ::chmod(box.path("a.cpp").c_str(), 0600);
  EXPECT_EQ(undo(box), "0001: a.cpp");
  EXPECT_EQ(static_cast<unsigned>(fs::status(box.path("a.cpp")).permissions()), 0750U);
}

TEST(Undo, LeavesNoBytesBehind) {
  Sandbox box;
  box.write("a.cpp", "old\n");
  replaceIn(box, "a.cpp", "old", "new");
  undo(box);
  EXPECT_TRUE(fs::is_empty(box.path(".repool/runs")));
}

TEST(Undo, ADamagedJournalIsNotTrusted) {
  Sandbox box;
  box.write("a.cpp", "old\n");
  replaceIn(box, "a.cpp", "old", "new");
  box.write(".repool/runs/0001/old-0", "else\n");
  EXPECT_EQ(undo(box), "ROOT/.repool/runs/0001/old-0 is damaged: it is not what was journalled");
  EXPECT_EQ(box.read("a.cpp"), "new\n");
  box.write(".repool/runs/0001/manifest", "x\n");
  EXPECT_EQ(undo(box), "ROOT/.repool/runs/0001/manifest:1: not a journal of repool");
}

} // namespace
} // namespace repool
