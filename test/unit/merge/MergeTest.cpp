#include "merge/Merge.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace repool {

namespace {

const std::string Text = "#include <libpq-fe.h>\n0123456789\n";

struct Change {
  std::uint32_t begin, end; ///< of the digits
  std::string text;
};

EditGroup group(std::string id, const std::vector<Change> &changes,
                const std::string &header = "") {
  EditGroup result{.id = std::move(id)};
  constexpr std::uint32_t Digits = 22;
  for (const Change &change : changes)
    result.edits.push_back({"/p/a.c", {Digits + change.begin, Digits + change.end}, change.text});
  if (!header.empty())
    result.includes.push_back({"/p/a.c", header});
  return result;
}

/// The digits after the merge; then, for each group left out, " id/reason".
std::string describe(const Merged &merged) {
  const auto edits = merged.edits.find("/p/a.c");
  std::string result = edits == merged.edits.end() ? Text : applyEdits(Text, edits->second);
  result = result.substr(result.find('\n') + 1);
  result.pop_back();
  std::vector<std::string> out;
  for (const Conflict &conflict : merged.conflicts)
    out.push_back(conflict.group + "/" + conflict.problem.code + " " + conflict.problem.message);
  std::ranges::sort(out);
  for (const std::string &line : out)
    result += "\n" + line;
  return result;
}

Merged merge(const std::vector<const EditGroup *> &groups) {
  return mergeGroups(
      groups, [](const std::string &) { return std::string_view(Text); }, builtinDrivers());
}

/// The same outcome for every order of \p groups.
void expectMerged(std::vector<EditGroup> groups, const std::string &expected) {
  std::vector<const EditGroup *> order;
  for (const EditGroup &each : groups)
    order.push_back(&each);
  std::ranges::sort(order);
  do
    EXPECT_EQ(describe(merge(order)), expected);
  while (std::ranges::next_permutation(order).found);
}

std::string blame(const std::string &who, const std::string &whom) {
  return "\n" + who + "/RP602 it conflicts with the rewrite of " + whom;
}

TEST(Merge, JoinsWhatDoesNotMeet) {
  expectMerged(
      {group("a", {{1, 2, "A"}, {8, 9, ""}}), group("b", {{3, 3, "B"}}), group("c", {{2, 3, "C"}})},
      "0ACB345679");
}

TEST(Merge, NamesBothThatOverlap) {
  expectMerged({group("a", {{1, 5, "A"}}), group("b", {{4, 6, "B"}}), group("c", {{8, 9, "C"}})},
               "01234567C9" + blame("a", "b") + blame("b", "a"));
}

TEST(Merge, FindsAnOverlapBehindALongEdit) {
  expectMerged({group("a", {{0, 9, "A"}}), group("b", {{2, 3, "B"}}), group("c", {{5, 6, "C"}})},
               "0123456789" + blame("a", "b") + blame("b", "a") + blame("c", "a"));
}

TEST(Merge, AnEqualReplacementIsOne) {
  expectMerged({group("a", {{1, 3, "X"}, {5, 6, "A"}}), group("b", {{1, 3, "X"}}),
                group("c", {{1, 3, "X"}, {7, 8, "C"}})},
               "0X34A6C89");
}

TEST(Merge, AnotherReplacementOfTheSameIsAConflict) {
  expectMerged({group("a", {{1, 3, "X"}}), group("b", {{1, 3, "Y"}})},
               "0123456789" + blame("a", "b") + blame("b", "a"));
}

TEST(Merge, InsertionsAtOnePlaceAreAConflict) {
  expectMerged({group("a", {{4, 4, "X"}}), group("b", {{4, 4, "Y"}})},
               "0123456789" + blame("a", "b") + blame("b", "a"));
  // The same twice would be said twice.
  expectMerged({group("a", {{4, 4, "X"}}), group("b", {{4, 4, "X"}})},
               "0123456789" + blame("a", "b") + blame("b", "a"));
}

TEST(Merge, AnInsertionBesideAReplacementIsNone) {
  expectMerged({group("a", {{4, 4, "X"}}), group("b", {{4, 6, "Y"}}), group("c", {{6, 6, "Z"}})},
               "0123XYZ6789");
}

TEST(Merge, AnInsertionInsideAReplacementIsAConflict) {
  expectMerged({group("a", {{5, 5, "X"}}), group("b", {{4, 6, "Y"}})},
               "0123456789" + blame("a", "b") + blame("b", "a"));
}

TEST(Merge, ALosingGroupLosesAllOfItself) {
  expectMerged({group("a", {{1, 3, "X"}, {8, 9, "A"}}), group("b", {{2, 4, "Y"}})},
               "0123456789" + blame("a", "b") + blame("b", "a"));
}

TEST(Merge, AnIncludeIsWrittenOnce) {
  const EditGroup a = group("a", {{1, 2, "A"}}, "repool/pq.h");
  const EditGroup b = group("b", {{3, 4, "B"}}, "repool/pq.h");
  const Merged merged = merge({&a, &b});
  EXPECT_EQ(applyEdits(Text, merged.edits.at("/p/a.c")),
            "#include <libpq-fe.h>\n#include <repool/pq.h>\n0A2B456789\n");
}

TEST(Merge, AGroupLeftOutBringsNoInclude) {
  const EditGroup a = group("a", {{1, 3, "X"}}, "repool/pq.h");
  const EditGroup b = group("b", {{2, 4, "Y"}}, "repool/pq.h");
  EXPECT_TRUE(merge({&a, &b}).edits.empty());
}

TEST(Merge, NothingIsNothing) {
  EXPECT_TRUE(merge({}).edits.empty());
}

} // namespace

} // namespace repool
