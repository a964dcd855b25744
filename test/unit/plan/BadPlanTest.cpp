#include "RandomPlan.h"
#include "plan/PlanFile.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

const std::string Sha(64, 'a');

/// A plan file with one site, one edit and one unit of each kind.
std::string goodPlan() {
  return R"({"version": 1, "tool": "0.1.0", "root": "/app",
 "decisions": [{"file": "a.cpp", "line": 3, "column": 5, "driver": "libpq", "function": "f",
  "verdict": "rewritten", "strategy": "lease", "code": "", "reason": "", "hint": "", "group": "a.cpp:3:5", "facts": ["x"]}],
 "groups": [{"id": "a.cpp:3:5", "edits": [{"file": "a.cpp", "begin": 1, "end": 4, "text": "t"}],
  "includes": [{"file": "a.cpp", "header": "repool/pq.h"}]}],
 "edits": [{"file": "a.cpp", "edits": [{"begin": 1, "end": 4, "text": "t"}, {"begin": 6, "end": 9, "text": ""}]}],
 "files": [{"file": "a.cpp", "sha256": ")" +
         Sha + R"(", "size": 9}],
 "notes": ["n"], "bundledRuntime": false,
 "units": {"parsed": 1, "skipped": [{"file": "b.cpp", "reason": "r"}], "failed": [{"file": "c.cpp", "message": "m"}]}})";
}

std::string errorOf(const std::string &json) {
  llvm::Expected<Plan> plan = readPlan(json, "plan.json");
  return plan ? "(no error)" : llvm::toString(plan.takeError());
}

/// What readPlan says once \p before is replaced by \p after in a good plan.
void expectError(const std::string &before, const std::string &after, const std::string &error) {
  std::string json = goodPlan();
  std::size_t at = json.find(before);
  ASSERT_NE(at, std::string::npos) << before;
  json.replace(at, before.size(), after);
  EXPECT_EQ(errorOf(json), error);
}

TEST(BadPlan, TheGoodOneIsGood) {
  EXPECT_EQ(errorOf(goodPlan()), "(no error)");
}

TEST(BadPlan, Syntax) {
  EXPECT_EQ(errorOf(""), "plan.json:1:0: unexpected EOF");
  EXPECT_EQ(errorOf("{\n  \"version\" 1}"), "plan.json:2:13: expected : after object key");
  EXPECT_EQ(errorOf("[\"\xff\"]"), "plan.json:1:2: invalid UTF-8 sequence");
  EXPECT_EQ(errorOf("7"), "plan.json: expected an object");
}

TEST(BadPlan, TooDeep) {
  EXPECT_EQ(errorOf("\n" + std::string(1000000, '[')),
            "plan.json:2:65: nested too deep for a plan");
}

TEST(BadPlan, Version) {
  expectError("\"version\": 1", "\"version\": 2",
              "plan.json: version: this repool reads plans of version 1, not 2");
  expectError("\"version\": 1, ", "", "plan.json: version: the field is missing");
}

TEST(BadPlan, Types) {
  expectError("\"tool\": \"0.1.0\"", "\"tool\": 1", "plan.json: tool: expected a string");
  expectError("\"line\": 3", "\"line\": \"3\"",
              "plan.json: decisions[0].line: expected a number that is not negative");
  expectError("\"line\": 3", "\"line\": -3",
              "plan.json: decisions[0].line: expected a number that is not negative");
  expectError("\"line\": 3", "\"line\": 4294967296",
              "plan.json: decisions[0].line: expected a number up to 4294967295, not 4294967296");
  expectError("[\"x\"]", "[{}]", "plan.json: decisions[0].facts[0]: expected a string");
  expectError("[\"x\"]", "[{\"base64\": \"?\"}]",
              "plan.json: decisions[0].facts[0]: expected base64");
  expectError("[\"n\"]", "{}", "plan.json: notes: expected a list");
  expectError("false", "0", "plan.json: bundledRuntime: expected true or false");
  expectError("[\"n\"]", "[null]", "plan.json: notes[0]: expected a string");
}

TEST(BadPlan, Words) {
  expectError("\"rewritten\"", "\"rewriten\"",
              "plan.json: decisions[0].verdict: expected one of 'rewritten', 'review', 'kept', "
              "'suppressed', not 'rewriten'");
  expectError("\"lease\"", "\"\"",
              "plan.json: decisions[0].strategy: expected one of 'wrap', 'lease', 'pair', not ''");
}

TEST(BadPlan, UnknownFields) {
  expectError("\"hint\": \"\"", "\"hint\": \"\", \"hnit\": 1",
              "plan.json: decisions[0]: unknown field 'hnit'");
  expectError("\"parsed\": 1", "\"parsed\": 1, \"passed\": 1",
              "plan.json: units: unknown field 'passed'");
}

TEST(BadPlan, Paths) {
  expectError(
      "\"file\": \"a.cpp\", \"sha256\"", "\"file\": \"../a.cpp\", \"sha256\"",
      "plan.json: files[0].file: '../a.cpp' is not a path below the root, nor a canonical one");
  expectError("\"root\": \"/app\"", "\"root\": \"app\"",
              "plan.json: the root 'app' is not an absolute path");
}

TEST(BadPlan, Edits) {
  expectError(
      "\"begin\": 6, \"end\": 9", "\"begin\": 3, \"end\": 9",
      "plan.json: a.cpp: the edit of bytes 3..9 begins before the one in front of it ends, at 4");
  expectError("\"begin\": 6, \"end\": 9", "\"begin\": 6, \"end\": 10",
              "plan.json: a.cpp: the edit of bytes 6..10 is outside of the file, which has 9");
  expectError("\"begin\": 6, \"end\": 9", "\"begin\": 9, \"end\": 6",
              "plan.json: a.cpp: the edit of bytes 9..6 ends before it begins");
  expectError("\"files\": [{", "\"files\": [], \"x\": [{", "plan.json: unknown field 'x'");
  expectError("{\"file\": \"a.cpp\", \"sha256\"", "{\"file\": \"b.cpp\", \"sha256\"",
              "plan.json: a.cpp is edited but has no hash");
  expectError(Sha, "abc", "plan.json: a.cpp: 'abc' is not a SHA-256");
}

TEST(BadPlan, Groups) {
  expectError("\"id\": \"a.cpp:3:5\"", "\"id\": \"other\"",
              "plan.json: a.cpp:3 names the group 'a.cpp:3:5', which is not in the plan");
  expectError("\"verdict\": \"rewritten\"", "\"verdict\": \"kept\"",
              "plan.json: a.cpp:3 is not rewritten but names the group 'a.cpp:3:5'");
}

TEST(BadPlan, EveryFieldIsNeeded) {
  // Renaming any one key makes one sentence that names a field.
  std::string good = goodPlan();
  for (std::size_t at = good.find("\":"); at != std::string::npos; at = good.find("\":", at + 1)) {
    std::string bad = good;
    bad.insert(at, "_");
    std::string error = errorOf(bad);
    EXPECT_NE(error.find("the field is missing"), std::string::npos) << bad << "\n" << error;
  }
}

void expectOneSentenceOrPlan(const std::string &json) {
  std::string error = errorOf(json);
  if (error == "(no error)")
    return;
  EXPECT_TRUE(error.starts_with("plan.json:")) << error;
}

TEST(BadPlan, TruncatedAnywhere) {
  std::string good = goodPlan();
  for (std::size_t size = 0; size < good.size(); ++size) {
    std::string error = errorOf(good.substr(0, size));
    EXPECT_TRUE(error.starts_with("plan.json:") && error.find(": ") != std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }
}

TEST(BadPlan, AnyByteChanged) {
  std::string good = goodPlan();
  for (std::size_t at = 0; at < good.size(); ++at)
    for (char c : std::string("\"\\{}[]:,0-e.\n\xff n") + '\0') {
      std::string bad = good;
      bad[at] = c;
      expectOneSentenceOrPlan(bad);
    }
}

TEST(BadPlan, RandomMutations) {
  std::mt19937 dice(7);
  for (unsigned round = 0; round < 4000; ++round) {
    std::string json = writePlan(randomPlan(round % 100));
    for (unsigned change = dice() % 5; change > 0; --change) {
      std::size_t from = dice() % json.size(), to = dice() % json.size();
      json.insert(to, json.substr(from, dice() % 40));
      json.erase(dice() % json.size(), dice() % 20);
    }
    expectOneSentenceOrPlan(json);
  }
}

} // namespace
} // namespace repool
