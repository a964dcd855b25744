#include "parse/Parse.h"

#include <gtest/gtest.h>
#include <sstream>

namespace repool {

namespace {

/// What clang sees of \p command, up to what is always added: "clang -Ia -c a.c".
std::string arguments(const std::string &command, const ParseOptions &options = {}) {
  CompileUnit unit{"/p/a.c", "/p", {}};
  std::istringstream words(command);
  for (std::string word; words >> word;)
    unit.arguments.push_back(word);
  std::string result;
  for (const std::string &word : clangArguments(unit, options)) {
    if (word == "-fsyntax-only" || word.starts_with("-Wno-error="))
      break;
    result += (result.empty() ? "" : " ") + word;
  }
  return result;
}

TEST(ClangArguments, KeepsWhatClangKnows) {
  EXPECT_EQ(arguments("cc -Iinc -DX=1 -std=gnu11 -Wall -c a.c"),
            "clang -Iinc -DX=1 -std=gnu11 -Wall -c a.c");
}

TEST(ClangArguments, TellsCFromCxxByTheProgram) {
  for (const char *program : {"c++", "g++", "clang++", "/usr/bin/aarch64-linux-gnu-g++-12"})
    EXPECT_EQ(arguments(std::string(program) + " -c a.c"), "clang++ -c a.c") << program;
  for (const char *program : {"cc", "gcc", "/opt/c++/bin/gcc", "clang-19"})
    EXPECT_EQ(arguments(std::string(program) + " -c a.c"), "clang -c a.c") << program;
}

TEST(ClangArguments, PassesOverLaunchers) {
  EXPECT_EQ(arguments("ccache g++ -c a.cpp"), "clang++ -c a.cpp");
  EXPECT_EQ(arguments("/usr/bin/sccache distcc gcc -c a.c"), "clang -c a.c");
  EXPECT_EQ(arguments("ccache"), "clang");
}

TEST(ClangArguments, DropsWhatOnlyGccKnows) {
  EXPECT_EQ(
      arguments("gcc -fno-canonical-system-headers -fconserve-stack -mno-such-thing=4 -DX -c a.c"),
      "clang -DX -c a.c");
}

TEST(ClangArguments, DropsWhatMakesErrorsOfWarnings) {
  EXPECT_EQ(
      arguments(
          "gcc -Werror -Werror=unused -Wfatal-errors -pedantic-errors -Wno-error -Wextra a.c"),
      "clang -Wno-error -Wextra a.c");
}

TEST(ClangArguments, PutsExtraArgumentsFirstAndLast) {
  EXPECT_EQ(arguments("gcc -DA -c a.c", {.extraArgs = {"-UA"}, .extraArgsBefore = {"-DB"}}),
            "clang -DB -DA -c a.c -UA");
}

TEST(ClangArguments, LooksForTheBundledRuntimeLast) {
  EXPECT_EQ(arguments("gcc -Iinc a.c", {.bundledRuntime = "/r/include"})
                .starts_with("clang -Iinc a.c -idirafter /r/include"),
            true);
}

TEST(ClangArguments, AnEmptyCommandIsOne) {
  EXPECT_EQ(arguments(""), "clang");
}

} // namespace

} // namespace repool
