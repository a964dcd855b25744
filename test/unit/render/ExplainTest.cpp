#include "SamplePlan.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

void expectExplained(const std::string &file, unsigned line, const std::string &text) {
  EXPECT_EQ(renderExplain(samplePlan(), file, line, {}), text);
}

TEST(Explain, Rewritten) {
  expectExplained("src/a.cpp", 2, R"(src/a.cpp:2:3  libpq in app::title
  verdict   rewrite, as lease
  edits     2 edits in 1 file, all of them or none
  facts     'conn' is closed on both ways out
            nothing else holds it
)");
}

TEST(Explain, Review) {
  expectExplained("/app/src/a.cpp", 40, R"(src/a.cpp:40:3  libpq in app::title
  verdict   review: RP202, stored in an object
  reason    'conn' is stored in 'Cache::db'
  hint      decide how long the object lives: if per request, let it hold a repool::Lease
  more      repool explain RP202
)");
}

TEST(Explain, NoSiteThere) {
  expectExplained("src/a.cpp", 3, "no site on line 3 of src/a.cpp; it has them on: 2, 40\n");
  expectExplained("src/z.cpp", 3, "no site on line 3 of src/z.cpp; the file has none\n");
}

} // namespace
} // namespace repool
