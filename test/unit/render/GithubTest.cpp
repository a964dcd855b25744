#include "SamplePlan.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

TEST(Github, ReviewComesFirst) {
  EXPECT_EQ(renderGithub(samplePlan()),
            "::warning file=src/a.cpp,line=40,col=3,title=repool RP202::'conn' is stored in "
            "'Cache::db'; decide how long the object lives: if per request, let it hold a "
            "repool::Lease\n"
            "::warning file=src/a.cpp,line=2,col=3,title=repool::libpq in app::title opens its own "
            "connection; repool diff shows how it would borrow one\n"
            "::warning file=src/b c.cpp,line=7,col=3,title=repool::libpq in app::title opens its "
            "own connection; repool diff shows how it would borrow one\n"
            "::notice title=repool::1 unit did not parse; repool scan lists all\n");
}

TEST(Github, TenAtMost) {
  Plan plan;
  plan.root = "/app";
  for (unsigned line = 1; line <= 25; ++line)
    plan.decisions.push_back(
        decision("/app/a.c", line, Verdict::Review, Strategy::None, "RP201", "r"));
  std::string text = renderGithub(plan);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 11);
  EXPECT_NE(text.find("::15 more sites; "), std::string::npos) << text;
}

TEST(Github, NoTextEndsOrBeginsACommand) {
  Plan plan;
  plan.root = "/app";
  Decision each = decision("/app/a:b,c%\n::error::x", 1, Verdict::Review, Strategy::None, "RP201",
                           "100%\n::set-output name=x::y\r");
  each.hint = "h";
  plan.decisions = {each};
  EXPECT_EQ(renderGithub(plan), "::warning file=a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax,line=1,col=3,"
                                "title=repool RP201::100%25 ::set-output name=x::y ; h\n");
}

TEST(Github, NothingWhenClean) {
  EXPECT_EQ(renderGithub({}), "");
}

} // namespace
} // namespace repool
