#include "cache/UnitCache.h"

#include "TempTree.h"
#include "parse/Parse.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

using test::TempTree;

const Digest Question = digestOf("the question");

/// A project whose unit a.c is parsed now and then; each run has its own view of the files.
class Project {
public:
  explicit Project(std::vector<std::string> flags = {}) : flags_(std::move(flags)) {
    tree_.write("a.c", "#include \"h.h\"\n#if __has_include(\"maybe.h\")\n#include \"maybe.h\"\n"
                       "#endif\n");
    tree_.write("late/h.h", "int h;\n");
  }

  /// Parses a.c and keeps \p answer.
  void keep(const std::string &answer, const Overlay &overlay = {}) {
    SourceStore sources;
    FileView view(tree_.root(), sources);
    CompileUnit unit{tree_.path("a.c"), tree_.root(), {"cc", "-Iearly", "-Ilate"}};
    unit.arguments.insert(unit.arguments.end(), flags_.begin(), flags_.end());
    unit.arguments.insert(unit.arguments.end(), {"-c", "a.c"});
    const ParseOutcome outcome =
        parseUnit(unit, overlay, {.root = tree_.root(), .record = true}, sources, {});
    EXPECT_EQ(outcome.seen.has_value(), seesAll);
    if (!outcome.seen)
      return;
    if (betweenParseAndKeep)
      betweenParseAndKeep();
    UnitCache(store_, view).keep(Question, overlay, *outcome.seen, answer);
  }

  std::string find(const Overlay &overlay = {}, const Digest &question = Question) {
    SourceStore sources;
    FileView view(tree_.root(), sources);
    const auto answer = UnitCache(store_, view).find(question, overlay);
    return answer ? answer->bytes : "nothing";
  }

  const TempTree &tree() { return tree_; }

  bool seesAll = true;
  std::function<void()> betweenParseAndKeep;

private:
  TempTree tree_;
  std::vector<std::string> flags_;
  EntryStore store_{""};
};

TEST(UnitCache, KnowsWhatDidNotChange) {
  Project project;
  EXPECT_EQ(project.find(), "nothing");
  project.keep("first");
  EXPECT_EQ(project.find(), "first");
  project.tree().write("b.c", "nobody reads it");
  EXPECT_EQ(project.find(), "first");
  EXPECT_EQ(project.find({}, digestOf("another question")), "nothing");
}

TEST(UnitCache, ACommentInAHeaderIsAChange) {
  Project project;
  project.keep("first");
  project.tree().write("late/h.h", "int h; // NOLINT\n");
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, BothSidesOfAChangeAreKept) {
  Project project;
  project.keep("first");
  project.tree().write("late/h.h", "int h2;\n");
  project.keep("second");
  EXPECT_EQ(project.find(), "second");
  project.tree().write("late/h.h", "int h;\n");
  EXPECT_EQ(project.find(), "first");
}

TEST(UnitCache, AHeaderThatAppearsBeforeAnotherIsAChange) {
  Project project;
  project.tree().write("early/other.h", "");
  project.keep("first");
  project.tree().write("early/h.h", "int h;\n"); // the same text, but it is another file
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, AFolderThatAppearsIsAChange) {
  Project project;
  project.keep("first");
  project.tree().write("early/unrelated.h", "");
  EXPECT_EQ(project.find(), "nothing"); // -Iearly did not exist
}

TEST(UnitCache, WhatOnlyHasIncludeAskedForIsAChange) {
  Project project;
  project.keep("first");
  project.tree().write("maybe.h", "");
  EXPECT_EQ(project.find(), "nothing");
  project.keep("second");
  std::filesystem::remove(project.tree().path("maybe.h"));
  EXPECT_EQ(project.find(), "first");
}

TEST(UnitCache, ALinkThatLeadsElsewhereIsAChange) {
  Project project;
  project.tree().write("one.h", "int h;\n");
  project.tree().write("other.h", "int h;\n");
  project.tree().link("one.h", "h.h");
  project.keep("first");
  EXPECT_EQ(project.find(), "first");
  std::filesystem::remove(project.tree().path("h.h"));
  project.tree().link("other.h", "h.h");
  EXPECT_EQ(project.find(), "nothing"); // places name the real file
}

TEST(UnitCache, AnOverlayIsJudgedByTheTextsThatAreRead) {
  Project project;
  const std::string header = project.tree().path("late/h.h");
  const std::string unread = project.tree().write("unread.h", "");
  project.keep("plain");
  project.keep("edited", {{header, "int edited;\n"}});
  EXPECT_EQ(project.find(), "plain");
  EXPECT_EQ(project.find({{header, "int edited;\n"}}), "edited");
  EXPECT_EQ(project.find({{header, "int edited;\n"}, {unread, "int y;\n"}}), "edited");
  EXPECT_EQ(project.find({{header, "int h;\n"}}), "plain"); // an edit that changes nothing
  EXPECT_EQ(project.find({{header, "int else;\n"}}), "nothing");
  project.tree().write("late/h.h", "int edited;\n"); // applied
  EXPECT_EQ(project.find(), "edited");
}

TEST(UnitCache, WhatChangedMeanwhileIsNotKept) {
  Project project;
  project.betweenParseAndKeep = [&] { project.tree().write("late/h.h", "int later;\n"); };
  project.keep("first");
  EXPECT_EQ(project.find(), "nothing");
  project.tree().write("late/h.h", "int h;\n");
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, WhatAppearedMeanwhileIsNotKept) {
  Project project;
  project.betweenParseAndKeep = [&] { project.tree().write("maybe.h", ""); };
  project.keep("first");
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, AForcedIncludeAndAMissingOneAreSeen) {
  Project project({"-include", "forced.h"});
  project.keep("missing");
  EXPECT_EQ(project.find(), "missing");
  project.tree().write("forced.h", "int forced;\n");
  EXPECT_EQ(project.find(), "nothing");
  project.keep("there");
  project.tree().write("forced.h", "int changed;\n");
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, APrecompiledHeaderIsNotJudged) {
  Project project({"-include", "forced.h"});
  project.seesAll = false;
  project.tree().write("forced.h", "int forced;\n");
  project.tree().write("forced.h.pch", "not one");
  project.keep("first");
  EXPECT_EQ(project.find(), "nothing");
}

TEST(UnitCache, ListsOfPathsAreBounded) {
  Project project;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "only" + std::to_string(i) + ".h";
    project.tree().write(name, "");
    project.tree().write("late/h.h", "#include \"../" + name + "\"\n");
    project.keep(std::to_string(i));
    EXPECT_EQ(project.find(), std::to_string(i));
  }
  project.tree().write("late/h.h", "#include \"../only0.h\"\n");
  EXPECT_EQ(project.find(), "nothing"); // the oldest lists went
  project.tree().write("late/h.h", "#include \"../only6.h\"\n");
  EXPECT_EQ(project.find(), "6");
}

} // namespace

} // namespace repool
