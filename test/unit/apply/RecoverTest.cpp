#include "Outcome.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

/// One run over a.cpp, b.cpp (a hard link of it is c.cpp), then the journal set to \p state.
class Recover : public testing::Test {
protected:
  Recover() {
    box.write("a.cpp", "old a\n");
    box.write("b.cpp", "old b\n");
    std::filesystem::create_hard_link(box.path("b.cpp"), box.path("c.cpp"));
    before = box.tree();
    apply(box, box.plan({box.edit("a.cpp", "old", "new"), box.edit("b.cpp", "old", "newer")}));
    after = box.tree();
  }

  void interrupted(const std::string &state) const {
    box.write(".repool/runs/0001/state", state + "\n");
  }

  Sandbox box;
  Tree before, after;
};

TEST_F(Recover, NothingToDo) {
  EXPECT_EQ(recovered(box), "");
  EXPECT_EQ(box.tree(), after);
}

TEST_F(Recover, NoJournal) {
  Sandbox other;
  EXPECT_EQ(recovered(other), "");
  EXPECT_FALSE(other.exists(".repool"));
}

TEST_F(Recover, OnlyTheLastMarkWasMissing) {
  interrupted("writing");
  EXPECT_EQ(recovered(box), "run 0001 was interrupted while writing: all its 2 files have the new "
                            "text, so it is complete");
  EXPECT_EQ(box.tree(), after);
  EXPECT_EQ(recovered(box), "");
  EXPECT_EQ(undo(box), "0001: a.cpp b.cpp");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(Recover, HalfWritten) {
  interrupted("writing");
  box.write("a.cpp", "old a\n");
  EXPECT_EQ(recovered(box),
            "run 0001 was interrupted while writing: all its 2 files have the old text again");
  EXPECT_EQ(box.tree(), before);
  EXPECT_EQ(undo(box), "nothing to undo: no run of repool apply is left in ROOT");
}

TEST_F(Recover, AMixtureOfOldAndNewInAHardLink) {
  for (const char *torn : {"neweb\n", "new", "", "newer b", "old b\n"}) {
    interrupted("writing");
    box.write("b.cpp", torn);
    recovered(box);
    EXPECT_EQ(box.tree(), before) << torn;
    apply(box, box.plan({box.edit("a.cpp", "old", "new"), box.edit("b.cpp", "old", "newer")}));
  }
}

TEST_F(Recover, AnEditIsNeverOverwritten) {
  for (const char *name : {"a.cpp", "b.cpp"}) {
    interrupted("writing");
    std::string content = box.read(name);
    box.write(name, "my own text\n");
    Tree edited = box.tree();
    std::string error = recovered(box);
    EXPECT_NE(error.find("edited or removed since: ROOT/" + std::string(name)), std::string::npos)
        << error;
    EXPECT_EQ(box.tree(), edited);
    EXPECT_EQ(undo(box), error);
    EXPECT_EQ(apply(box, box.plan({box.edit(name, "my", "your")})), error);
    box.write(name, content);
  }
}

TEST_F(Recover, AnUndoIsFinished) {
  interrupted("undoing");
  EXPECT_EQ(recovered(box), "the undo of run 0001 was interrupted and is now complete: all its 2 "
                            "files have the old text again");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(Recover, UndoAfterAKillDoesNotUndoTheRunBefore) {
  apply(box, box.plan({box.edit("a.cpp", "new", "newest")}));
  box.write(".repool/runs/0002/state", "writing\n");
  box.write("a.cpp", "new a\n");
  EXPECT_EQ(
      undo(box),
      "0002: a.cpp (run 0002 was interrupted while writing: its file has the old text again)");
  EXPECT_EQ(box.tree(), after);
}

TEST_F(Recover, ApplySaysWhatItRecovered) {
  interrupted("writing");
  box.write("a.cpp", "old a\n");
  Plan plan = box.plan({box.edit("a.cpp", "old", "x")});
  EXPECT_EQ(apply(box, plan), "0001: a.cpp (run 0001 was interrupted while writing: all its 2 "
                              "files have the old text again)");
}

TEST_F(Recover, AJournalThatWasNotWhole) {
  box.write(".repool/runs/0002/old-0", "half");
  EXPECT_EQ(recovered(box), "run 0002 left a journal but no unfinished file: removed the journal");
  EXPECT_EQ(box.tree(), after);
  EXPECT_FALSE(box.exists(".repool/runs/0002"));
}

TEST_F(Recover, AnUnknownStateIsNotGuessed) {
  interrupted("dreaming");
  EXPECT_EQ(recovered(box), "ROOT/.repool/runs/0001/state: not a state that repool writes");
  EXPECT_EQ(box.tree(), after);
}

} // namespace
} // namespace repool
