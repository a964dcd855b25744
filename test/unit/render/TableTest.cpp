#include "SamplePlan.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

TEST(Table, GroupedByFile) {
  EXPECT_EQ(renderTable(samplePlan(), {}),
            R"(src/a.cpp
  2:3     rewrite     lease         libpq in app::title
  40:3    review             RP202  'conn' is stored in 'Cache::db'
                                    hint: decide how long the object lives: if per request, let it hold a repool::Lease

src/b c.cpp
  7:3     rewrite     pair          libpq in app::title
  8:3     kept               RP101  'conn' is opened once in main
  1200:3  suppressed         RP701  NOLINT on line 1199

did not parse
  src/d.cpp: 'missing.h' file not found

)");
}

TEST(Table, AfterApplySitesAreRewritten) {
  std::string table = renderTable(samplePlan(), {.command = "apply"});
  EXPECT_NE(table.find("2:3     rewritten   lease"), std::string::npos) << table;
}

TEST(Table, WrapsTheLastColumnOnly) {
  Plan plan = samplePlan();
  plan.decisions = {plan.decisions[1]};
  plan.units.failed.clear();
  EXPECT_EQ(renderTable(plan, {.width = 60}), R"(src/a.cpp
  40:3  review  RP202  'conn' is stored in 'Cache::db'
                       hint: decide how long the object
                             lives: if per request, let it
                             hold a repool::Lease

)");
}

TEST(Table, NoLineIsWiderThanTheTerminal) {
  for (unsigned width : {70U, 80U, 100U, 200U}) {
    std::string table = renderTable(samplePlan(), {.width = width});
    for (std::size_t begin = 0, end; (end = table.find('\n', begin)) != std::string::npos;
         begin = end + 1)
      EXPECT_LE(end - begin, width) << table;
  }
}

TEST(Table, EmptyForAnEmptyPlan) {
  EXPECT_EQ(renderTable({}, {}), "");
}

TEST(Table, TheCodesTitleStandsInForAMissingReason) {
  Plan plan;
  plan.root = "/app";
  plan.decisions = {decision("/app/a.c", 1, Verdict::Kept, Strategy::None, "RP103", "")};
  EXPECT_EQ(renderTable(plan, {}), "a.c\n  1:3  kept  RP103  liveness probe\n\n");
}

TEST(Table, NotesComeLast) {
  Plan plan;
  plan.notes = {"a.c: an inactive branch names PQconnectdb"};
  EXPECT_EQ(renderTable(plan, {}), "note: a.c: an inactive branch names PQconnectdb\n\n");
}

TEST(Table, ColoursOnlyIfAsked) {
  EXPECT_EQ(renderTable(samplePlan(), {}).find('\x1b'), std::string::npos);
  EXPECT_NE(renderTable(samplePlan(), {.color = true}).find("\x1b[32mrewrite\x1b[0m"),
            std::string::npos);
}

TEST(Table, UserCodeCannotDriveTheTerminal) {
  Plan plan = samplePlan();
  for (Decision &each : plan.decisions) {
    each.reason = "\x1b]0;x\x07";
    each.function = "\x1b[2J\n";
    each.hint = "\r";
  }
  plan.notes = {"\x1b[2J"};
  plan.units.failed[0].message = "\x1b[2J";
  EXPECT_EQ(renderTable(plan, {}).find_first_of("\x1b\x07\r"), std::string::npos);
}

} // namespace
} // namespace repool
