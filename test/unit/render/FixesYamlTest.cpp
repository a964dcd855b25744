#include "SamplePlan.h"
#include "Sandbox.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

/// clang-apply-replacements makes of the files what applyEdits makes of them.
void expectApplied(const Sandbox &box, const Plan &plan) {
  if (!std::filesystem::exists(REPOOL_APPLY_REPLACEMENTS))
    GTEST_SKIP() << REPOOL_APPLY_REPLACEMENTS << " is not installed";
  Tree expected = box.tree();
  for (auto &[name, content] : expected)
    if (auto edits = plan.edits.find(box.path(name)); edits != plan.edits.end())
      content = applyEdits(content, edits->second);
  std::string yaml = renderFixesYaml(plan);
  box.write(".repool/fixes.yaml", yaml);
  EXPECT_EQ(box.run(REPOOL_APPLY_REPLACEMENTS " .repool"), 0) << box.read(".out") << yaml;
  EXPECT_EQ(box.tree(), expected) << box.read(".out") << yaml;
}

TEST(FixesYaml, Form) {
  EXPECT_EQ(renderFixesYaml(samplePlan()), R"x(---
MainSourceFile:  "/app/src/a.cpp"
Diagnostics:
  - DiagnosticName:  "repool-libpq"
    DiagnosticMessage:
      Message:         "libpq in app::title opens its own connection"
      FilePath:        "/app/src/a.cpp"
      FileOffset:      0
      Replacements:
        - FilePath:        "/app/src/a.cpp"
          Offset:          0
          Length:          0
          ReplacementText: "#include \"repool/pq.h\"\n"
        - FilePath:        "/app/src/a.cpp"
          Offset:          15
          Length:          6
          ReplacementText: "borrow()"
        - FilePath:        "/app/src/a.cpp"
          Offset:          22
          Length:          9
          ReplacementText: ""
    Level:           Warning
    BuildDirectory:  "/app"
...
)x");
}

TEST(FixesYaml, EmptyPlan) {
  Sandbox box;
  box.write("a.cpp", "a\n");
  expectApplied(box, box.plan({}));
}

TEST(FixesYaml, OddTextArrivesByteForByte) {
  Sandbox box;
  box.write("a b.cpp", "\xef\xbb\xbf"
                       "int a;\r\nint b;\r\n");
  expectApplied(box, box.plan({box.edit("a b.cpp", "int a", "'\"\\\t\n\r\n: # \xc3\xa9 {"),
                               box.edit("a b.cpp", "int b", "  leading")}));
}

TEST(FixesYaml, TouchingEditsAreOneReplacement) {
  Sandbox box;
  box.write("a.cpp", "abcdef\n");
  Edit at{box.path("a.cpp"), {2, 2}, "1"};
  Edit again{box.path("a.cpp"), {2, 2}, "2"};
  expectApplied(box, box.plan({at, again, box.edit("a.cpp", "cd", "X"), box.edit("a.cpp", "e", "Y"),
                               box.edit("a.cpp", "\n", "Z\n")}));
}

TEST(FixesYaml, ManyFilesAndGroups) {
  Sandbox box;
  Plan plan;
  std::vector<Edit> all;
  std::vector<EditGroup> groups;
  for (int i = 0; i < 5; ++i) {
    std::string name = "src/" + std::to_string(i) + ".cpp";
    box.write(name, "int x;\nopen();\nclose();\n");
    EditGroup group{
        name, {box.edit(name, "open", "borrow"), box.edit("src/0.cpp", "int", "int")}, {}};
    group.includes = {{box.path(name), "repool/pq.h"}};
    groups.push_back(group);
    all.push_back(box.edit(name, "open", "borrow"));
    all.push_back({box.path(name), {0, 0}, "#include \"repool/pq.h\"\n"});
  }
  plan = box.plan(all);
  plan.groups = groups;
  expectApplied(box, plan);
}

} // namespace
} // namespace repool
