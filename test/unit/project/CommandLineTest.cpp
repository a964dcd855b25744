#include "project/CommandLine.h"

#include "TempTree.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;
using Words = std::vector<std::string>;

TEST(CommandLine, SplitsLikeAShell) {
  EXPECT_EQ(splitCommand("cc  -c\ta.c "), (Words{"cc", "-c", "a.c"}));
  EXPECT_EQ(splitCommand(R"(cc -DA=\"x\" '-DB="a\nb"' "-DC=\"q\" d")"),
            (Words{"cc", "-DA=\"x\"", R"(-DB="a\nb")", "-DC=\"q\" d"}));
  EXPECT_EQ(splitCommand(R"(cc "" '' a\ b "\x")"), (Words{"cc", "", "", "a b", R"(\x)"}));
  EXPECT_EQ(splitCommand("  "), Words{});
  EXPECT_EQ(splitCommand("cc 'open"), (Words{"cc", "open"}));
}

TEST(CommandLine, DropsOutputs) {
  EXPECT_EQ(withoutOutputs({"cc", "-c", "-o", "a.o", "-ob.o", "-MD", "-MT", "x", "-MF", "x.d",
                            "-MFy.d", "-MMD", "-MP", "-Wp,-MD,z.d", "-O2", "a.c"}),
            (Words{"cc", "-O2", "a.c"}));
  EXPECT_EQ(withoutOutputs({"cc", "-o"}), (Words{"cc"}));
}

TEST(CommandLine, KeepsValuesThatLookLikeOutputs) {
  EXPECT_EQ(withoutOutputs({"cc", "-I", "-c", "-D", "-o", "-Xclang", "-E", "--", "-c"}),
            (Words{"cc", "-I", "-c", "-D", "-o", "-Xclang", "-E", "--", "-c"}));
}

TEST(CommandLine, ExpandsNestedResponseFiles) {
  const TempTree tree;
  tree.write("flags", "-DA='x y'\n@more/flags\n");
  tree.write("more/flags", "-DB");
  auto words = expandResponseFiles({"cc", "@flags", "a.c", "@nofile"}, tree.root());
  ASSERT_TRUE(static_cast<bool>(words));
  EXPECT_EQ(*words, (Words{"cc", "-DA=x y", "-DB", "a.c", "@nofile"}));
}

TEST(CommandLine, RefusesResponseFilesThatNameThemselves) {
  const TempTree tree;
  tree.write("flags", "@flags");
  auto words = expandResponseFiles({"cc", "@flags"}, tree.root());
  ASSERT_FALSE(static_cast<bool>(words));
  EXPECT_NE(llvm::toString(words.takeError()).find("recursive"), std::string::npos);
}

} // namespace

} // namespace repool
