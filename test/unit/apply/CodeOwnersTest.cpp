#include "apply/CodeOwners.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

std::string owner(const std::string &pattern, const std::string &path) {
  return CodeOwners(pattern + " @x").ownersOf(path);
}

void expectMatches(const std::string &pattern, const std::vector<std::string> &yes,
                   const std::vector<std::string> &no) {
  for (const std::string &path : yes)
    EXPECT_EQ(owner(pattern, path), "@x") << pattern << " should match " << path;
  for (const std::string &path : no)
    EXPECT_EQ(owner(pattern, path), "") << pattern << " should not match " << path;
}

TEST(CodeOwners, Patterns) {
  expectMatches("*", {"a.c", "src/a.c", "src/deep/a.c"}, {});
  expectMatches("*.c", {"a.c", "src/a.c"}, {"a.cc", "src/a.cpp"});
  expectMatches("/build/logs/", {"build/logs/a", "build/logs/x/a"},
                {"build/a", "src/build/logs/a"});
  expectMatches("docs/*", {"docs/a.md"}, {"docs/build/a.md", "src/docs/a.md"});
  expectMatches("apps/", {"apps/a.c", "src/apps/a.c", "src/apps/x/a.c"}, {"apps", "apps2/a.c"});
  expectMatches("/docs/", {"docs/a", "docs/x/a"}, {"src/docs/a"});
  expectMatches("**/logs", {"logs/a", "build/logs/a", "deep/build/logs/x/a"}, {"logs2/a"});
  expectMatches("src/**/db", {"src/db/a.c", "src/x/y/db/a.c"}, {"db/a.c", "src/dbx/a.c"});
  expectMatches("src/**", {"src/a", "src/x/a"}, {"src", "lib/src/a"});
  expectMatches("/src", {"src/a.c", "src/x/a.c", "src"}, {"lib/src/a.c"});
  expectMatches("src/a?.c", {"src/ab.c"}, {"src/a.c", "src/abc.c", "x/src/ab.c"});
  expectMatches("my\\ dir/", {"my dir/a"}, {"my/a", "dir/a"});
}

TEST(CodeOwners, TheLastRuleWins) {
  const CodeOwners owners("# who reviews\n"
                          "*        @all\n"
                          "/src/    @a @b   # two of them\r\n"
                          "[Section][2] @c\n"
                          "\n"
                          "/src/free/\n"
                          "/src/free/db.c me@example.com\n");
  EXPECT_EQ(owners.ownersOf("README"), "@all");
  EXPECT_EQ(owners.ownersOf("src/a.c"), "@a @b");
  EXPECT_EQ(owners.ownersOf("src/free/a.c"), "");
  EXPECT_EQ(owners.ownersOf("src/free/db.c"), "me@example.com");
}

TEST(CodeOwners, OddLinesOwnNothing) {
  for (const char *text : {"", "\n\n", "#", "/ @x", "// @x", "   ", "# * @x"})
    EXPECT_EQ(CodeOwners(text).ownersOf("a.c"), "") << text;
}

} // namespace
} // namespace repool
