#include "plan/Paths.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

void expectPath(std::string_view root, std::string_view absolute, std::string_view shown) {
  EXPECT_EQ(relativeToRoot(root, absolute), shown);
  EXPECT_EQ(absoluteFromRoot(root, shown), absolute);
}

TEST(Paths, BelowTheRoot) {
  expectPath("/app", "/app/src/a.cpp", "src/a.cpp");
}

TEST(Paths, Outside) {
  expectPath("/app", "/usr/include/x.h", "/usr/include/x.h");
}

TEST(Paths, OfAFolderThatOnlyBeginsLikeTheRoot) {
  expectPath("/app", "/apple/a.c", "/apple/a.c");
}

TEST(Paths, RootOfEverything) {
  expectPath("/", "/src/a.cpp", "src/a.cpp");
}

TEST(Paths, ThatLeaveTheRootAreRefused) {
  for (std::string_view path :
       {"../a.cpp", "src/../../a.cpp", "./a.cpp", "a//b.cpp", "a/", "", ".."})
    EXPECT_FALSE(absoluteFromRoot("/app", path)) << path;
}

} // namespace
} // namespace repool
