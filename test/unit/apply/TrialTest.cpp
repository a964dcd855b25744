#include "apply/Trial.h"

#include "Outcome.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace repool {
namespace {

/// Five files with one rewrite each, and what a check looks for in them.
class TrialOf : public testing::Test {
protected:
  TrialOf() {
    std::vector<Edit> edits;
    for (const char *name : {"a.c", "b.c", "c.c", "d.c", "e.c"}) {
      box.write(name, std::string("old ") + name + "\n");
      edits.push_back(box.edit(name, "old", "new"));
    }
    plan = box.plan(edits);
    for (const Edit &edit : edits) {
      const std::string name = edit.file.substr(box.root().size() + 1);
      plan.groups.push_back({name + ":1:1", {edit}, {}});
      Decision site;
      site.place = {edit.file, 1, 1};
      site.verdict = Verdict::Rewritten;
      site.group = plan.groups.back().id;
      plan.decisions.push_back(site);
    }
    before = box.tree();
  }

  bool isNew(const std::string &name) const { return box.read(name).starts_with("new"); }

  /// "a.c b.c: 3 runs, left out ...", or the error.
  std::string tried(const std::function<bool()> &passes) {
    auto result = tryPlan(plan, {}, realFileOps(), [&](const Attempt &attempt) {
      std::string seen;
      for (const auto &[name, text] : box.tree())
        if (name.ends_with(".c") && isNew(name))
          seen += name[0];
      attempts.push_back(seen + " " + std::to_string(attempt.groups) + "/" +
                         std::to_string(attempt.of));
      const bool passed = passes();
      box.write(".repool/check/" + std::to_string(attempt.run) + ".log",
                passed ? "fine\n" : "x: error: run " + std::to_string(attempt.run) + "\n");
      return llvm::Expected<bool>(passed);
    });
    if (!result)
      return said(box, llvm::toString(result.takeError()));
    last = std::move(result->plan);
    leftOut = result->leftOut;
    return outcome(box, std::move(result->applied));
  }

  Sandbox box;
  Plan plan, last;
  Tree before;
  std::size_t leftOut = 0;
  std::vector<std::string> attempts;
};

TEST_F(TrialOf, APlanThatPasses) {
  EXPECT_EQ(tried([] { return true; }), "0001: a.c b.c c.c d.c e.c");
  EXPECT_EQ(attempts, (std::vector<std::string>{" 0/5", "abcde 5/5"}));
  EXPECT_EQ(leftOut, 0U);
  EXPECT_EQ(undo(box), "0001: a.c b.c c.c d.c e.c");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(TrialOf, APlanOfWhichOneFails) {
  EXPECT_EQ(tried([&] { return !isNew("c.c"); }), "0001: a.c b.c d.c e.c");
  EXPECT_EQ(attempts,
            (std::vector<std::string>{" 0/5", "abcde 5/5", "ab 2/5", "abc 3/5", "abde 4/5"}));
  EXPECT_EQ(leftOut, 1U);
  EXPECT_EQ(last.decisions[2].code, "RP604");
  EXPECT_EQ(last.decisions[2].reason,
            "the check command failed with it rewritten: x: error: run 4");
  EXPECT_EQ(last.edits.size(), 4U);
  EXPECT_FALSE(isNew("c.c"));
  box.write("c.c", "mine\n"); // no file of the run
  EXPECT_EQ(undo(box), "0001: a.c b.c d.c e.c");
  box.write("c.c", "old c.c\n");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(TrialOf, GroupsThatShareAnEditLeaveTogether) {
  plan.groups[3].edits.push_back(plan.groups[1].edits[0]);
  EXPECT_EQ(tried([&] { return !isNew("d.c"); }), "0001: a.c c.c e.c");
  EXPECT_EQ(leftOut, 2U);
  EXPECT_EQ(undo(box), "0001: a.c c.c e.c");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(TrialOf, APlanOfWhichAllFails) {
  EXPECT_EQ(tried([&] { return box.tree() == before; }), ":");
  EXPECT_EQ(leftOut, 5U);
  EXPECT_EQ(box.tree(), before);
  EXPECT_EQ(undo(box), "nothing to undo: no run of repool apply is left in ROOT");
}

TEST_F(TrialOf, ACheckThatFailsWithoutThePlanSaysNothing) {
  EXPECT_EQ(tried([] { return false; }),
            "the check command fails on the code as it is, so that it says nothing of the "
            "rewrites: x: error: run 1; nothing was written, its output is in "
            "ROOT/.repool/check/1.log");
  EXPECT_EQ(attempts.size(), 1U);
  EXPECT_EQ(box.tree(), before);
  EXPECT_EQ(recovered(box), "");
}

TEST_F(TrialOf, ACheckThatEditsWhatIsPlanned) {
  EXPECT_NE(tried([&] {
              box.write("b.c", "formatted\n");
              return true;
            })
                .find("after the check command ran on the code as it is: 1 file has changed since "
                      "the plan was made: b.c"),
            std::string::npos);
  EXPECT_EQ(attempts.size(), 1U);
}

TEST_F(TrialOf, AFileThatIsEditedMeanwhileKeepsTheEdit) {
  const std::string words = tried([&] {
    if (!isNew("b.c"))
      return true;
    box.write("b.c", "mine\n");
    return false;
  });
  EXPECT_NE(words.find("ROOT/b.c (its text is in ROOT/.repool/runs/0001/old-1)"), std::string::npos)
      << words;
  Tree now = box.tree();
  EXPECT_EQ(now["b.c"], "mine\n");
  now["b.c"] = before["b.c"];
  EXPECT_EQ(now, before) << "the others are as they were";
  box.write("b.c", "old b.c\n"); // what the sentence says
  EXPECT_EQ(recovered(box),
            "run 0001 was interrupted while its check command ran: all its 5 files have the old "
            "text again");
  EXPECT_EQ(box.tree(), before);
}

TEST_F(TrialOf, AnOldFileThatIsEditedMeanwhileEndsItToo) {
  // d.c is old while the first half is tried, and is needed after that.
  const std::string words = tried([&] {
    if (!isNew("a.c"))
      return true;
    if (!isNew("d.c"))
      box.write("d.c", "mine\n");
    return !isNew("e.c") && !isNew("d.c");
  });
  EXPECT_EQ(words, "d.c was edited while the check command ran, by it or by somebody else; all "
                   "files that repool wrote are as before");
  EXPECT_EQ(box.read("d.c"), "mine\n");
  box.write("d.c", "old d.c\n");
  EXPECT_EQ(box.tree(), before);
  EXPECT_EQ(recovered(box), "");
}

TEST_F(TrialOf, NothingIsNotChecked) {
  EXPECT_EQ(
      [&] {
        plan = {};
        plan.root = box.root();
        return tried([] { return false; });
      }(),
      ":");
  EXPECT_TRUE(attempts.empty());
  EXPECT_FALSE(box.exists(".repool"));
}

/// What make goes by: a file is later than whatever a check made when it had another text.
TEST_F(TrialOf, AFileWithAnotherTextIsLaterThanWhatWasBuilt) {
  std::map<std::string, std::pair<std::string, timespec>> built; // text and time of the object
  unsigned stale = 0, rebuilt = 0;
  const auto later = [](timespec a, timespec b) {
    return std::pair(a.tv_sec, a.tv_nsec) > std::pair(b.tv_sec, b.tv_nsec);
  };
  const auto make = [&] {
    for (const auto &[name, text] : box.tree()) {
      if (!name.ends_with(".c"))
        continue;
      struct stat source{}, object{};
      ::stat(box.path(name).c_str(), &source);
      if (built.contains(name) && !later(source.st_mtim, built[name].second)) {
        stale += text != built[name].first ? 1 : 0;
        continue;
      }
      box.write(name + ".o", "");
      ::stat(box.path(name + ".o").c_str(), &object);
      built[name] = {text, object.st_mtim};
      ++rebuilt;
    }
  };
  tried([&] {
    make();
    return !isNew("b.c") && !isNew("d.c");
  });
  ASSERT_EQ(undo(box), "0001: a.c c.c e.c");
  make();
  EXPECT_EQ(stale, 0U);
  EXPECT_LT(rebuilt, 5 * attempts.size()) << "all was built each time";
}

} // namespace
} // namespace repool
