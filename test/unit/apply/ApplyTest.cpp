#include "Outcome.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace repool {
namespace {

namespace fs = std::filesystem;

unsigned modeOf(const std::string &path) {
  struct stat found{};
  EXPECT_EQ(::stat(path.c_str(), &found), 0);
  return found.st_mode & 07777;
}

/// Applying one edit makes \p after of \p before; undo makes \p before again; modes stay.
void expectApplied(const std::string &before, const Edit &edit, const std::string &after) {
  Sandbox box;
  box.write("a.cpp", before);
  ::chmod(box.path("a.cpp").c_str(), 0640);
  Plan plan = box.plan({{box.path("a.cpp"), edit.span, edit.text}});
  EXPECT_EQ(apply(box, plan), "0001: a.cpp");
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", after}}));
  EXPECT_EQ(modeOf(box.path("a.cpp")), 0640U);
  EXPECT_EQ(undo(box), "0001: a.cpp");
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", before}}));
  EXPECT_EQ(modeOf(box.path("a.cpp")), 0640U);
}

TEST(Apply, OneEdit) {
  expectApplied("abc\n", {"", {1, 2}, "X"}, "aXc\n");
}

TEST(Apply, EveryByteOutsideOfTheEditStays) {
  std::string before = "\xef\xbb\xbf"
                       "a\r\nb\t \r\n\xff" +
                       std::string(1, '\0') + "no newline";
  expectApplied(before, {"", {3, 4}, "A"},
                "\xef\xbb\xbf"
                "A" +
                    before.substr(4));
}

TEST(Apply, FromAndToNothing) {
  expectApplied("", {"", {0, 0}, "a"}, "a");
  expectApplied("a", {"", {0, 1}, ""}, "");
}

TEST(Apply, AnEmptyPlanWritesNothing) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  EXPECT_EQ(apply(box, box.plan({})), ":");
  EXPECT_FALSE(box.exists(".repool"));
}

TEST(Apply, EditsThatChangeNothingWriteNothing) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  EXPECT_EQ(apply(box, box.plan({box.edit("a.cpp", "a", "a")})), ":");
  EXPECT_FALSE(box.exists(".repool"));
}

TEST(Apply, ManyFilesAreOneRun) {
  Sandbox box;
  std::vector<Edit> edits;
  for (int i = 0; i < 20; ++i) {
    std::string name = "d" + std::to_string(i % 3) + "/" + std::to_string(i) + ".cpp";
    box.write(name, "open();\n");
    edits.push_back(box.edit(name, "open", "borrow"));
  }
  Tree before = box.tree();
  apply(box, box.plan(edits));
  for (const auto &[name, content] : box.tree())
    EXPECT_EQ(content, "borrow();\n") << name;
  undo(box);
  EXPECT_EQ(box.tree(), before);
}

TEST(Apply, ASymlinkIsFollowedAndStays) {
  Sandbox box;
  box.write("real/a.cpp", "a\n");
  box.write("src/other.cpp", "");
  fs::create_symlink("../real/a.cpp", box.path("src/a.cpp"));
  EXPECT_EQ(apply(box, box.plan({box.edit("src/a.cpp", "a", "b")})), "0001: real/a.cpp");
  EXPECT_EQ(box.read("real/a.cpp"), "b\n");
  EXPECT_EQ(fs::read_symlink(box.path("src/a.cpp")), "../real/a.cpp");
  undo(box);
  EXPECT_EQ(box.read("real/a.cpp"), "a\n");
  EXPECT_TRUE(fs::is_symlink(box.path("src/a.cpp")));
}

TEST(Apply, HardLinksStayOneFile) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  fs::create_hard_link(box.path("a.cpp"), box.path("b.cpp"));
  EXPECT_EQ(apply(box, box.plan({box.edit("a.cpp", "a", "longer")})), "0001: a.cpp");
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", "longer\n"}, {"b.cpp", "longer\n"}}));
  EXPECT_EQ(fs::hard_link_count(box.path("a.cpp")), 2U);
  undo(box);
  EXPECT_EQ(box.tree(), (Tree{{"a.cpp", "a\n"}, {"b.cpp", "a\n"}}));
  EXPECT_EQ(fs::hard_link_count(box.path("a.cpp")), 2U);
}

TEST(Apply, ModesBeyondTheUmaskStay) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  ::chmod(box.path("a.cpp").c_str(), 02777);
  apply(box, box.plan({box.edit("a.cpp", "a", "b")}));
  EXPECT_EQ(modeOf(box.path("a.cpp")), 02777U);
}

TEST(Apply, TheJournalHidesItselfFromGit) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  apply(box, box.plan({box.edit("a.cpp", "a", "b")}));
  EXPECT_EQ(box.read(".repool/.gitignore"), "*\n");
}

TEST(Apply, TheJournalMayBeElsewhere) {
  Sandbox box, other;
  box.write("a.cpp", "a\n");
  ApplyOptions options;
  options.journalDirectory = other.path("deep/journal");
  EXPECT_EQ(apply(box, box.plan({box.edit("a.cpp", "a", "b")}), options), "0001: a.cpp");
  EXPECT_FALSE(box.exists(".repool"));
  EXPECT_EQ(outcome(box, undoLast(box.root(), options, realFileOps())), "0001: a.cpp");
}

TEST(Apply, OddNames) {
  Sandbox box;
  box.write("a b%\n\xff.cpp", "a\n");
  apply(box, box.plan({box.edit("a b%\n\xff.cpp", "a", "b")}));
  EXPECT_EQ(box.read("a b%\n\xff.cpp"), "b\n");
  undo(box);
  EXPECT_EQ(box.read("a b%\n\xff.cpp"), "a\n");
}

} // namespace
} // namespace repool
