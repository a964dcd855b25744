#include "project/Config.h"

#include "TempTree.h"

#include <gtest/gtest.h>
#include <map>

namespace repool {

namespace {

using test::TempTree;
using Words = std::vector<std::string>;

Config loaded(const std::string &text) {
  const TempTree tree;
  auto config = loadConfig(tree.write(".repool.yaml", text));
  if (config)
    return *config;
  ADD_FAILURE() << llvm::toString(config.takeError());
  return {};
}

void expectError(const std::string &text, const std::string &end) {
  const TempTree tree;
  auto config = loadConfig(tree.write(".repool.yaml", text));
  ASSERT_FALSE(static_cast<bool>(config)) << text;
  EXPECT_EQ(llvm::toString(config.takeError()), tree.path(".repool.yaml") + end);
}

TEST(Config, ReadsAllKeys) {
  const Config config =
      loaded("# ours\nstyle: lease\nexclude: ['gen/*', \"x y\"]\nvendored:\n  - libs\n  - \"3rd\"\n"
             "keep: [Cache::*]\ndrivers: [libpq]\n"
             "per-request: ['file:api/*', 'driver:sqlite', serve]\nassume: server\n");
  EXPECT_EQ(config.style, "lease");
  EXPECT_EQ(config.exclude, (Words{"gen/*", "x y"}));
  EXPECT_EQ(config.vendored, (Words{"libs", "3rd"}));
  EXPECT_EQ(config.keep, (Words{"Cache::*"}));
  EXPECT_EQ(config.drivers, (Words{"libpq"}));
  EXPECT_EQ(config.perRequest, (Words{"file:api/*", "driver:sqlite", "serve"}));
  EXPECT_EQ(config.assume, "server");
  EXPECT_TRUE(config.path.ends_with("/.repool.yaml"));
}

TEST(Config, AnEmptyFileMeansDefaults) {
  for (const char *text : {"", "# only a comment\n", "---\n",
                           "\xEF\xBB\xBF"
                           "style: auto\r\n"})
    EXPECT_EQ(loaded(text).style, "auto") << text;
}

TEST(Config, NamesUnknownKeysAndTheNearest) {
  expectError("style: auto\n  \nexcludes: [a]\n",
              ":3:1: unknown key 'excludes'; did you mean 'exclude'?");
  expectError("colour: red\n",
              ":1:1: unknown key 'colour'; known are style, exclude, vendored, keep, drivers, "
              "per-request, assume, driver, schema");
}

TEST(Config, NamesUnknownValues) {
  expectError("style: leese\n", ":1:8: unknown style 'leese'; did you mean 'lease'?");
  expectError("assume: sever\n", ":1:9: unknown assume 'sever'; did you mean 'server'?");
  expectError("exclude: ['[a']\n", ":1:11: '[a' is no glob: invalid glob pattern, unmatched '['");
}

TEST(Config, RefusesWrongTypes) {
  expectError("style: [lease]\n", ":1:8: 'style' needs one of auto, wrap, lease, pair");
  expectError("exclude: gen\n", ":1:10: 'exclude' needs a list, such as [a, b]");
  expectError("keep:\n  - a: b\n", ":2:5: 'keep' needs a list of words");
  expectError(
      "- a\n",
      ":1:1: must hold 'key: value' lines; known keys are style, exclude, vendored, keep, drivers, "
      "per-request, assume, driver, schema");
  expectError("style: auto\nstyle: wrap\n", ":2:1: 'style' is given twice; keep one");
}

TEST(Config, RefusesWhatIsNoYaml) {
  const TempTree tree;
  auto config = loadConfig(tree.write(".repool.yaml", "style: auto\nexclude: [a, b\n"));
  ASSERT_FALSE(static_cast<bool>(config));
  const std::string message = llvm::toString(config.takeError());
  EXPECT_NE(message.find(": not valid YAML"), std::string::npos) << message;
  auto gone = loadConfig(tree.path("gone.yaml"));
  ASSERT_FALSE(static_cast<bool>(gone));
  EXPECT_EQ(llvm::toString(gone.takeError()),
            tree.path("gone.yaml") + ": cannot be read: No such file or directory");
}

// Found by fuzzing: the sequence ends in an error and stands nowhere.
TEST(Config, RefusesANodeThatBreaksOff) {
  expectError("style: [[%[l", ":1:10: not valid YAML: Unrecognized character while tokenizing.");
}

TEST(Config, NamesSchemaFiles) {
  const TempTree tree;
  const std::string one = tree.write("db/one.sql", "");
  const std::string two = tree.write("two.sql", "");
  for (const auto &[text, files] : std::map<std::string, std::vector<std::string>>{
           {"schema: db/one.sql\n", {one}},
           {"schema: [db/one.sql, two.sql]\n", {one, two}},
           {"schema: [" + two + "]\n", {two}}}) {
    auto config = loadConfig(tree.write(".repool.yaml", text));
    ASSERT_TRUE(static_cast<bool>(config)) << llvm::toString(config.takeError());
    EXPECT_EQ(config->schema, files) << text;
  }
  auto missing = loadConfig(tree.write(".repool.yaml", "schema: three.sql\n"));
  ASSERT_FALSE(static_cast<bool>(missing));
  EXPECT_NE(llvm::toString(missing.takeError()).find("three.sql' does not exist"),
            std::string::npos);
}

TEST(Config, IsFoundUpwards) {
  const TempTree tree;
  const std::string outer = tree.write(".repool.yaml", "");
  tree.write("a/b/c/x", "");
  EXPECT_EQ(findConfig(tree.path("a/b/c")), outer);
  const std::string inner = tree.write("a/b/.repool.yaml", "");
  EXPECT_EQ(findConfig(tree.path("a/b/c")), inner);
  EXPECT_EQ(findConfig(tree.path("a")), outer);
}

} // namespace

} // namespace repool
