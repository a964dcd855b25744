#include "TempTree.h"
#include "parse/Parse.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;

/// The value of the macro `SEEN` that a.c sees when `inc/h.h` reads `#define SEEN new` in the
/// overlay, named by \p overlaid, and a.c includes \p included.
std::string seen(const TempTree &tree, const std::string &included, const std::string &overlaid) {
  tree.write("inc/h.h", "#pragma once\n#define SEEN old\n");
  const std::string file = tree.write("a.c", "#include \"" + included +
                                                 "\"\n#define TEXT(x) _Static_assert(0, #x);\n"
                                                 "#define STR(x) TEXT(x)\nSTR(SEEN)\n");
  const CompileUnit unit{file, tree.root(), {"cc", "-Irelative", "-c", file}};
  SourceStore sources;
  const Overlay overlay{
      {sources.canonical(tree.path(overlaid)), "#pragma once\n#define SEEN new\n"}};
  const ParseOutcome outcome = parseUnit(unit, overlay, {.root = tree.root()}, sources, {});
  if (!outcome.failure)
    return "no message";
  return outcome.failure->find("new") != std::string::npos ? "new" : *outcome.failure;
}

TEST(Overlay, IsSeenThroughEverySpelling) {
  const TempTree tree;
  EXPECT_EQ(seen(tree, "inc/h.h", "inc/h.h"), "new");
  EXPECT_EQ(seen(tree, "./inc/../inc/h.h", "inc/h.h"), "new");
  EXPECT_EQ(seen(tree, tree.path("inc/h.h"), "inc/../inc/./h.h"), "new");
}

TEST(Overlay, IsSeenThroughSymlinks) {
  const TempTree tree;
  tree.write("inc/h.h", "");
  tree.link("inc", "folder");
  tree.link("inc/h.h", "other-name.h");
  EXPECT_EQ(seen(tree, "folder/h.h", "inc/h.h"), "new");
  EXPECT_EQ(seen(tree, "other-name.h", "inc/h.h"), "new");
  EXPECT_EQ(seen(tree, "inc/h.h", "other-name.h"), "new");
}

TEST(Overlay, IsSeenThroughASymlinkInARelativeFolder) {
  const TempTree tree;
  tree.write("inc/h.h", "");
  tree.link("inc/h.h", "relative/by-relative-path.h");
  EXPECT_EQ(seen(tree, "by-relative-path.h", "inc/h.h"), "new");
}

TEST(Overlay, IsSeenThroughHardLinks) {
  const TempTree tree;
  tree.write("inc/h.h", "");
  std::filesystem::create_hard_link(tree.path("inc/h.h"), tree.path("hard.h"));
  EXPECT_EQ(seen(tree, "hard.h", "inc/h.h"), "new");
}

TEST(Overlay, AnotherFileOfThatNameIsAnother) {
  const TempTree tree;
  EXPECT_NE(seen(tree, "inc/h.h", "elsewhere/h.h"), "new");
}

TEST(Overlay, ShowsTheMainFileToo) {
  const TempTree tree;
  const std::string file = tree.write("a.c", "int old = 1;\n");
  const CompileUnit unit{file, tree.root(), {"cc", "-c", "a.c"}};
  SourceStore sources;
  const ParseOutcome outcome =
      parseUnit(unit, {{file, "#error new and longer than what is on disk\n"}},
                {.root = tree.root()}, sources, {});
  EXPECT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.diagnostics.size(), 1U);
}

} // namespace

} // namespace repool
