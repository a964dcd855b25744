#include "pipeline/StepCheck.h"

#include "TempTree.h"

#include <atomic>
#include <gtest/gtest.h>

namespace repool {
namespace {

using test::TempTree;

/// a.c and b.c include h.h, c.c is alone. Group 0 calls in a.c what group 1 declares in h.h; group
/// 2 changes c.c, group 3 b.c.
class Project {
public:
  Project() {
    add("h.h", "// here\n", "// here", "int lent(void);");
    add("a.c", "#include \"h.h\"\nint a(void) { return 0; }\n", "0;", "lent();");
    add("c.c", "int c(void) { return 0; }\n", "0;", "1;");
    add("b.c", "#include \"h.h\"\nint b(void) { return 0; }\n", "0;", "1;");
    std::swap(plan_.groups[0], plan_.groups[1]);
    std::string entries;
    for (const char *name : {"a.c", "b.c", "c.c"})
      entries += std::string(entries.empty() ? "" : ",") + "{\"directory\":\"" + tree_.root() +
                 "\",\"file\":\"" + name + "\",\"arguments\":[\"cc\",\"-c\",\"" + name + "\"]}";
    options_.database = tree_.write("compile_commands.json", "[" + entries + "]");
    options_.root = plan_.root = tree_.root();
    options_.jobs = 2;
    options_.progress = [this](std::size_t, std::size_t, std::size_t, const char *) { ++parsed_; };
  }

  /// "-" for a step that builds, else where the first message is.
  std::string check(const std::vector<Step> &steps) {
    SourceStore sources;
    parsed_ = 0;
    auto faults = checkSteps(plan_, steps, options_, sources);
    if (!faults)
      return llvm::toString(faults.takeError());
    std::string text;
    for (const auto &fault : *faults)
      text += (text.empty() ? "" : " ") +
              (fault ? fault->first.place.file.substr(tree_.root().size() + 1) : std::string("-"));
    return text;
  }

  [[nodiscard]] unsigned parsed() const { return parsed_; }

  void fails(const std::string &unit) { plan_.units.failed.push_back({tree_.path(unit), ""}); }

private:
  void add(const std::string &name, const std::string &text, const std::string &before,
           const std::string &after) {
    const std::string path = tree_.write(name, text);
    const auto at = static_cast<std::uint32_t>(text.find(before));
    const Edit edit{path, {at, at + static_cast<std::uint32_t>(before.size())}, after};
    plan_.groups.push_back({"g" + name, {edit}, {}});
    plan_.edits[path] = {edit};
  }

  TempTree tree_;
  Plan plan_;
  PipelineOptions options_;
  unsigned parsed_ = 0;
};

TEST(StepCheck, AStepThatNeedsALaterOneIsFound) {
  Project project;
  EXPECT_EQ(project.check({{"call", {0}}, {"other", {2}}, {"declare", {1}}, {"last", {3}}}),
            "a.c a.c - -");
}

TEST(StepCheck, InTheOtherOrderAllBuild) {
  Project project;
  EXPECT_EQ(project.check({{"declare", {1}}, {"call", {0}}, {"rest", {2, 3}}}), "- - -");
}

TEST(StepCheck, OnlyWhatTheWholeDoesNotHaveIsParsed) {
  Project project;
  EXPECT_EQ(project.check({{"all", {0, 1, 2, 3}}}), "-");
  EXPECT_EQ(project.parsed(), 0U);
  EXPECT_EQ(project.check({{"alone", {2}}, {"rest", {0, 1, 3}}}), "- -");
  EXPECT_EQ(project.parsed(), 0U) << "c.c is as in the whole after the first, all after the second";
  EXPECT_EQ(project.check({{"header", {1}}, {"rest", {0, 2, 3}}}), "- -");
  EXPECT_EQ(project.parsed(), 2U) << "a.c and b.c see the header before their own edits";
}

TEST(StepCheck, WhatIsLeftOutIsMissed) {
  Project project;
  EXPECT_EQ(project.check({{"call", {0}}}), "a.c");
  EXPECT_EQ(project.check({{"call", {0, 1}}}), "-");
}

TEST(StepCheck, AUnitThatDidNotParseProvesNothing) {
  Project project;
  project.fails("a.c");
  EXPECT_EQ(project.check({{"call", {0}}, {"rest", {1, 2, 3}}}), "- -");
}

} // namespace
} // namespace repool
