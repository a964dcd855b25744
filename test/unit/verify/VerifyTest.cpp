#include "verify/Verify.h"

#include "TempTree.h"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <latch>
#include <numeric>

namespace repool {

namespace {

using test::TempTree;

/// A project whose groups each add a text to the end of a file.
class Project {
public:
  std::vector<std::string> flags = {"-Wall"};

  /// A unit \p name with \p text.
  void unit(const std::string &name, const std::string &text) {
    const std::string file = tree_.write(name, text);
    units_.push_back({file, tree_.root(), {"cc"}});
    units_.back().arguments.insert(units_.back().arguments.end(), flags.begin(), flags.end());
    units_.back().arguments.insert(units_.back().arguments.end(), {"-c", file});
  }

  void header(const std::string &name, const std::string &text) { tree_.write(name, text); }

  /// Group \p id adds \p text to the end of \p name.
  void group(const std::string &id, const std::string &name, const std::string &text) {
    groups_.push_back({.id = id, .edits = {{tree_.path(name), {0, 0}, text}}});
  }

  /// The faults: "a: message (b.c:1)" each, sorted. Every unit may see every group.
  std::string faults(unsigned jobs = 1) {
    SourceStore sources;
    const ParseOptions options{.root = tree_.root()};
    Verifier verifier(
        units_, options, parseEachTime(sources),
        [&](const std::vector<const EditGroup *> &some) {
          Overlay overlay;
          for (const EditGroup *each : some)
            for (const Edit &edit : each->edits)
              overlay.try_emplace(edit.file, sources.read(edit.file)->text).first->second +=
                  edit.text;
          return overlay;
        },
        jobs);
    std::vector<const EditGroup *> all;
    for (const EditGroup &each : groups_)
      all.push_back(&each);
    const VerifyResult result =
        verifier.run(std::vector<std::vector<const EditGroup *>>(units_.size(), all));
    std::vector<std::string> lines;
    for (const Fault &fault : result.faults)
      lines.push_back(fault.group + ": " + fault.first.message + " (" +
                      fault.first.place.file.substr(tree_.root().size() + 1) + ":" +
                      std::to_string(fault.first.place.line) + ")\n");
    if (!result.missingHeader.empty())
      lines.push_back("missing in " + result.missingHeader.substr(tree_.root().size() + 1) + "\n");
    std::ranges::sort(lines);
    return std::accumulate(lines.begin(), lines.end(), std::string());
  }

private:
  TempTree tree_;
  std::vector<CompileUnit> units_;
  std::vector<EditGroup> groups_;
};

TEST(Verify, NothingAddedIsNoFault) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("one", "a.c", "int y;\n");
  EXPECT_EQ(project.faults(), "");
}

TEST(Verify, AnErrorIsTheFaultOfItsGroup) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("good", "a.c", "int y;\n");
  project.group("bad", "a.c", "int z = w;\n");
  EXPECT_EQ(project.faults(), "bad: use of undeclared identifier 'w' (a.c:2)\n");
}

TEST(Verify, AWarningIsAFaultToo) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("good", "a.c", "int y;\n");
  project.group("bad", "a.c", "int f(void) { int u; return 0; }\n");
  EXPECT_EQ(project.faults(), "bad: unused variable 'u' [-Wunused-variable] (a.c:2)\n");
}

TEST(Verify, EveryGroupThatAddsSomethingIsNamed) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("a", "a.c", "int y = v;\n");
  project.group("b", "a.c", "int z = w;\n");
  EXPECT_EQ(project.faults(), "a: use of undeclared identifier 'v' (a.c:2)\n"
                              "b: use of undeclared identifier 'w' (a.c:2)\n");
}

TEST(Verify, WhatOnlyTwoTogetherBreakIsTheFaultOfBoth) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("a", "a.c", "enum { Same };\n");
  project.group("b", "a.c", "enum { Same };\n");
  EXPECT_EQ(project.faults(), "a: redefinition of enumerator 'Same' (a.c:3)\n"
                              "b: redefinition of enumerator 'Same' (a.c:3)\n");
}

TEST(Verify, WhatWasThereBeforeDoesNotCount) {
  Project project;
  project.unit("a.c", "int f(void) { int u; return 0; }\n");
  project.group("one", "a.c", "int y;\n");
  EXPECT_EQ(project.faults(), "");
}

TEST(Verify, OneMoreOfTheSameCounts) {
  Project project;
  project.unit("a.c", "int f(void) { int u; return 0; }\n");
  project.group("one", "a.c", "int g(void) { int u; return 0; }\n");
  EXPECT_EQ(project.faults(), "one: unused variable 'u' [-Wunused-variable] (a.c:2)\n");
}

TEST(Verify, EveryUnitThatSeesAHeaderIsAsked) {
  Project project;
  project.header("h.h", "int h(void);\n");
  project.unit("a.c", "#include \"h.h\"\n");
  project.unit("b.c", "#include \"h.h\"\nint clash;\n");
  project.group("one", "h.h", "void clash(void);\n");
  EXPECT_EQ(project.faults(), "one: redefinition of 'clash' as different kind of symbol (b.c:2)\n");
}

TEST(Verify, ThreadsChangeNothing) {
  Project project;
  for (const char *name : {"a.c", "b.c", "c.c", "d.c", "e.c"}) {
    project.unit(name, "int x;\n");
    project.group(name, name, "int z = w;\n");
  }
  const std::string expected = project.faults(1);
  EXPECT_EQ(std::ranges::count(expected, '\n'), 5);
  EXPECT_EQ(project.faults(4), expected);
}

TEST(Verify, AHeaderOfTheRuntimeThatIsNotReachedIsSaid) {
  Project project;
  project.unit("a.c", "int x;\n");
  project.group("one", "a.c", "#include <repool/pq.h>\n");
  EXPECT_EQ(project.faults(), "missing in a.c\n");
}

TEST(ParallelFor, DoesEachOnce) {
  for (const unsigned jobs : {1U, 4U, 100U}) {
    std::vector<std::atomic<int>> done(50);
    parallelFor(done.size(), jobs, [&](std::size_t i) { ++done[i]; });
    EXPECT_TRUE(std::ranges::all_of(done, [](const auto &count) { return count == 1; }));
  }
  parallelFor(0, 4, [](std::size_t) { FAIL(); });
}

/// A thousand groups over five hundred units, of a thousand: the others are left alone, and those
/// that see the edits are parsed once each, by several threads, also where finding had not read
/// them.
TEST(Verify, InBulkOnlyWhatSeesTheEditsInParallel) {
  constexpr std::size_t Units = 1000;
  std::vector<CompileUnit> units(Units);
  std::vector<EditGroup> groups(Units);
  std::vector<std::vector<const EditGroup *>> affected(Units);
  for (std::size_t i = 0; i < Units; ++i) {
    units[i].file = std::to_string(i);
    groups[i].id = "g" + std::to_string(i);
    affected[i / 2 * 2].push_back(&groups[i]); // two for every other unit
  }
  std::vector<std::atomic<unsigned>> parsed(Units);
  std::atomic<unsigned> calls = 0;
  std::latch together(2); // passed only if a second parse begins before the first one ends
  Verifier verifier(
      units, {},
      [&](const CompileUnit &unit, const Overlay &, const ParseOptions &) {
        if (calls++ < 2)
          together.arrive_and_wait();
        ++parsed[std::stoul(unit.file)];
        return Messages{};
      },
      [](const std::vector<const EditGroup *> &) { return Overlay(); }, 2);
  for (std::size_t i = 0; i < Units; i += 4)
    verifier.setBaseline(i, {});
  EXPECT_TRUE(verifier.run(affected).faults.empty());
  for (std::size_t i = 0; i < Units; ++i)
    EXPECT_EQ(parsed[i], i % 2 == 0 ? 1U : 0U) << i;
}

} // namespace

} // namespace repool
