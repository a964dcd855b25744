#include "parse/Parse.h"

#include "TempTree.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;

/// a.c with \p text, parsed in \p tree with \p flags.
ParseOutcome parsed(const TempTree &tree, const std::string &text,
                    const std::vector<std::string> &flags = {}, const WithAst &withAst = {}) {
  const std::string file = tree.write("a.c", text);
  CompileUnit unit{file, tree.root(), {"cc"}};
  unit.arguments.insert(unit.arguments.end(), flags.begin(), flags.end());
  unit.arguments.insert(unit.arguments.end(), {"-c", file});
  SourceStore sources;
  return parseUnit(unit, {}, {.root = tree.root()}, sources, withAst);
}

/// "E2: message" or "W2: message" for each diagnostic.
std::string messages(const ParseOutcome &outcome) {
  std::string result;
  for (const Diagnostic &diagnostic : outcome.diagnostics)
    result += (diagnostic.isError ? "E" : "W") + std::to_string(diagnostic.place.line) + ": " +
              diagnostic.message + "\n";
  return result;
}

TEST(Parse, LendsTheAst) {
  const TempTree tree;
  bool called = false;
  const auto outcome = parsed(tree, "int x;\n", {}, [&](auto &, const auto &) { called = true; });
  EXPECT_TRUE(called);
  EXPECT_FALSE(outcome.failure);
}

TEST(Parse, LendsNoBrokenAst) {
  const TempTree tree;
  bool called = false;
  const auto outcome = parsed(tree, "int x\n", {}, [&](auto &, const auto &) { called = true; });
  EXPECT_FALSE(called);
  EXPECT_TRUE(outcome.failure);
}

TEST(Parse, NamesTheFirstErrorWithItsPlace) {
  const TempTree tree;
  EXPECT_EQ(parsed(tree, "int x;\n#include \"no.h\"\nint y\n").failure,
            tree.path("a.c") + ":2:10: 'no.h' file not found");
  EXPECT_EQ(parsed(tree, "int x;\n  f y;\n").failure,
            tree.path("a.c") + ":2:3: unknown type name 'f'");
}

TEST(Parse, NamesThePlaceWhereTheCommandRuns) {
  const TempTree tree;
  tree.write("src/a.c", "f y;\n");
  const CompileUnit unit{tree.path("src/a.c"), tree.path("src"), {"cc", "-c", "a.c"}};
  SourceStore sources;
  EXPECT_EQ(parseUnit(unit, {}, {.root = tree.root()}, sources, {}).failure,
            tree.path("src/a.c") + ":1:1: unknown type name 'f'");
}

TEST(Parse, TakesWhatGccOnlyWarnsOf) {
  const TempTree tree;
  const std::string old = "void f(char *p) { undeclared(); p = 1; return 1; }\n";
  const ParseOutcome gcc = parsed(tree, old);
  EXPECT_FALSE(gcc.failure) << *gcc.failure;
  EXPECT_EQ(gcc.diagnostics.size(), 3U) << messages(gcc);
  SourceStore sources;
  const std::string file = tree.write("b.c", old);
  EXPECT_TRUE(
      parseUnit({file, tree.root(), {"clang", "-c", file}}, {}, {.root = tree.root()}, sources, {})
          .failure);
}

TEST(Parse, AFolderThatIsGoneIsAFailure) {
  const TempTree tree;
  const CompileUnit unit{tree.path("a.c"), tree.path("gone"), {"cc", "-c", "a.c"}};
  SourceStore sources;
  const auto outcome = parseUnit(unit, {}, {.root = tree.root()}, sources, {});
  EXPECT_EQ(outcome.failure, tree.path("gone") + ": No such file or directory");
}

TEST(Parse, ACommandWithoutInputIsAFailure) {
  const TempTree tree;
  const CompileUnit unit{tree.path("a.c"), tree.root(), {"cc", "-DX"}};
  SourceStore sources;
  EXPECT_TRUE(parseUnit(unit, {}, {.root = tree.root()}, sources, {}).failure);
}

TEST(Parse, CollectsWarningsWithTheirFlag) {
  const TempTree tree;
  EXPECT_EQ(messages(parsed(tree, "int f(void) { int x; return 0; }\n", {"-Wall"})),
            "W1: unused variable 'x' [-Wunused-variable]\n");
  EXPECT_EQ(messages(parsed(tree, "int f(void) { int x; return 0; }\n")), "");
}

TEST(Parse, WarningsStayWarnings) {
  const TempTree tree;
  const auto outcome = parsed(tree, "int f(void) { int x; return 0; }\n", {"-Wall", "-Werror"});
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(messages(outcome), "W1: unused variable 'x' [-Wunused-variable]\n");
}

TEST(Parse, FlagsOfGccAreNoMessage) {
  const TempTree tree;
  EXPECT_EQ(messages(parsed(tree, "int x;\n", {"-fconserve-stack", "-Wlogical-op"})), "");
}

TEST(Parse, ListsTheFilesOfTheProject) {
  const TempTree tree;
  const TempTree outside;
  tree.write("inc/h.h", "");
  outside.write("out.h", "");
  tree.link("inc", "linked");
  const auto outcome =
      parsed(tree, "#include \"linked/h.h\"\n#include \"inc/h.h\"\n#include <out.h>\n",
             {"-I" + outside.root()});
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(outcome.files, (std::vector<std::string>{tree.path("a.c"), tree.path("inc/h.h")}));
}

TEST(Parse, RecordsWhatThePreprocessorLeftOut) {
  const TempTree tree;
  const auto outcome = parsed(tree, "int x;\n#ifdef A\nint y;\n#else\nint z;\n#endif\n");
  ASSERT_EQ(outcome.skipped.size(), 1U);
  EXPECT_EQ(outcome.skipped.front().place.file, tree.path("a.c"));
  EXPECT_EQ(outcome.skipped.front().place.line, 2U);
}

} // namespace

} // namespace repool
