#include "project/CompileDatabase.h"

#include "TempTree.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;
using Words = std::vector<std::string>;

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// Loads \p json, in which `$` is the tree's root; the files a.c and b.c exist.
llvm::Expected<CompileDatabase> load(const TempTree &tree, const std::string &json) {
  tree.write("a.c", "");
  tree.write("b.c", "");
  return loadCompileDatabase(
      tree.write("build/compile_commands.json", replaced(json, "$", tree.root())));
}

CompileDatabase loaded(const TempTree &tree, const std::string &json) {
  auto database = load(tree, json);
  if (database)
    return *database;
  ADD_FAILURE() << llvm::toString(database.takeError());
  return {};
}

void expectError(const std::string &json, const std::string &end) {
  const TempTree tree;
  auto database = load(tree, json);
  ASSERT_FALSE(static_cast<bool>(database)) << json;
  EXPECT_EQ(llvm::toString(database.takeError()), tree.path("build/compile_commands.json") + end);
}

TEST(CompileDatabase, ReadsArgumentsAndCommands) {
  const TempTree tree;
  const CompileDatabase database = loaded(tree, R"([
    {"file": "$/b.c", "directory": "$", "arguments": ["cc", "-DX=1 2", "-c", "b.c", "-o", "b.o"]},
    {"file": "a.c", "directory": "$", "command": "cc -DX=\\\"1\\\" -MD -c a.c"}])");
  ASSERT_EQ(database.units.size(), 2U);
  EXPECT_EQ(database.units[0].file, tree.path("b.c"));
  EXPECT_EQ(database.units[0].arguments, (Words{"cc", "-DX=1 2", "b.c"}));
  EXPECT_EQ(database.units[1].file, tree.path("a.c"));
  EXPECT_EQ(database.units[1].directory, tree.root());
  EXPECT_EQ(database.units[1].arguments, (Words{"cc", "-DX=\"1\"", "a.c"}));
}

TEST(CompileDatabase, ARelativeDirectoryIsThatOfTheFile) {
  const TempTree tree;
  const CompileDatabase database =
      loaded(tree, R"([{"file": "../a.c", "directory": ".", "command": "cc ../a.c"}])");
  ASSERT_EQ(database.units.size(), 1U);
  EXPECT_EQ(database.units[0].file, tree.path("a.c"));
}

TEST(CompileDatabase, ExpandsResponseFilesFromTheDirectory) {
  const TempTree tree;
  tree.write("sub/flags.rsp", "-DA @inner.rsp");
  tree.write("sub/inner.rsp", "-DB -o x.o");
  const CompileDatabase database = loaded(
      tree, R"([{"file": "../a.c", "directory": "$/sub", "command": "cc @flags.rsp ../a.c"}])");
  ASSERT_EQ(database.units.size(), 1U);
  EXPECT_EQ(database.units[0].arguments, (Words{"cc", "-DA", "-DB", "../a.c"}));
}

TEST(CompileDatabase, EqualEntriesAreOneUnit) {
  const TempTree tree;
  tree.write("sub/x", "");
  const CompileDatabase database = loaded(tree, R"([
    {"file": "$/a.c", "directory": "$", "command": "cc -c a.c -o one.o"},
    {"file": "a.c", "directory": "$", "command": "cc -c $/sub/../a.c -o two.o"},
    {"file": "a.c", "directory": "$", "command": "cc -DX -c a.c"}])");
  ASSERT_EQ(database.units.size(), 2U);
  EXPECT_EQ(database.units[0].arguments, (Words{"cc", "a.c"}));
  EXPECT_EQ(database.units[1].arguments, (Words{"cc", "-DX", "a.c"}));
}

TEST(CompileDatabase, SymlinkedFilesAreCanonicalButKeepTheirSpelling) {
  const TempTree tree;
  tree.link("a.c", "exec/l.c");
  const CompileDatabase database =
      loaded(tree, R"([{"file": "exec/l.c", "directory": "$", "command": "cc exec/l.c"}])");
  ASSERT_EQ(database.units.size(), 1U);
  EXPECT_EQ(database.units[0].file, tree.path("a.c"));
  EXPECT_EQ(database.units[0].arguments, (Words{"cc", "exec/l.c"}));
}

TEST(CompileDatabase, MissingFilesAreListedOnce) {
  const TempTree tree;
  const CompileDatabase database = loaded(tree, R"([
    {"file": "x/../gone.c", "directory": "$", "command": "cc gone.c"},
    {"file": "gone.c", "directory": "$", "command": "cc -DX gone.c"},
    {"file": "a.c", "directory": "$", "command": "cc a.c"}])");
  EXPECT_EQ(database.missing, (Words{tree.path("gone.c")}));
  EXPECT_EQ(database.units.size(), 1U);
}

TEST(CompileDatabase, AnEmptyArrayIsValid) {
  const TempTree tree;
  EXPECT_TRUE(loaded(tree, "\xEF\xBB\xBF[]\r\n").units.empty());
}

TEST(CompileDatabase, NamesThePlaceOfMalformedJson) {
  expectError("[\n  {\"file\": }\n]",
              ":2:12: not valid JSON: Invalid JSON value; generate the file again");
  expectError("", ":1:1: not valid JSON: Unexpected EOF; generate the file again");
}

TEST(CompileDatabase, NamesTheEntryOfWrongShape) {
  expectError("{}", ": must be an array of entries; generate the file again");
  expectError("[1]", ": entry 1 is not an object");
  expectError(
      R"([{"file": "a.c", "directory": "/", "command": "cc a.c"}, {"directory": "/", "command": "cc"}])",
      ": entry 2 has no 'file'");
  expectError(R"([{"file": "a.c", "command": "cc"}])", ": entry 1 has no 'directory'");
  expectError(R"([{"file": 1, "directory": "/", "command": "cc"}])",
              ": entry 1: 'file' must be a string that is not empty");
  expectError(R"([{"file": "a.c", "directory": "/"}])",
              ": entry 1 has neither 'command' nor 'arguments'");
  expectError(R"([{"file": "a.c", "directory": "/", "command": " "}])",
              ": entry 1 has an empty command");
  expectError(R"([{"file": "a.c", "directory": "/", "arguments": "cc"}])",
              ": entry 1: 'arguments' must be an array of strings");
  expectError(R"([{"file": "a.c", "directory": "/", "arguments": ["cc", 1]}])",
              ": entry 1: 'arguments' must hold strings only");
}

TEST(CompileDatabase, SaysWhichFileCannotBeRead) {
  auto database = loadCompileDatabase("/nowhere/compile_commands.json");
  ASSERT_FALSE(static_cast<bool>(database));
  EXPECT_TRUE(llvm::toString(database.takeError())
                  .starts_with("/nowhere/compile_commands.json: cannot be read: No such file"));
}

TEST(CompileDatabase, IsFoundByFileFolderOrSearch) {
  const TempTree tree;
  const std::string path = tree.write("build/compile_commands.json", "[]");
  tree.write("src/deep/x", "");
  for (const std::string &where : {path, tree.path("build")}) {
    auto found = findCompileDatabase(where);
    ASSERT_TRUE(static_cast<bool>(found));
    EXPECT_EQ(*found, path);
  }
  const auto before = std::filesystem::current_path();
  for (const char *folder : {"build", ".", "src/deep"}) {
    std::filesystem::current_path(tree.path(folder));
    auto found = findCompileDatabase("");
    std::filesystem::current_path(before);
    ASSERT_TRUE(static_cast<bool>(found)) << folder;
    EXPECT_EQ(*found, path);
  }
}

TEST(CompileDatabase, SaysWhereItLookedAndHowToMakeOne) {
  const TempTree tree;
  auto found = findCompileDatabase(tree.root());
  ASSERT_FALSE(static_cast<bool>(found));
  EXPECT_EQ(llvm::toString(found.takeError()),
            "no compile_commands.json in '" + tree.root() +
                "'; make one with cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or with: bear -- make");
  auto gone = findCompileDatabase(tree.path("gone"));
  ASSERT_FALSE(static_cast<bool>(gone));
  EXPECT_EQ(llvm::toString(gone.takeError()),
            "'" + tree.path("gone") +
                "' does not exist; name a build folder or a compile_commands.json");
}

} // namespace

} // namespace repool
