// What follows a close says whether its line may go.
#include "Snippet.h"

namespace repool::test {

namespace {

std::string word(AfterClose after) {
  switch (after) {
  case AfterClose::Nothing:
    return "nothing";
  case AfterClose::PlainReturn:
    return "return";
  case AfterClose::Code:
    return "code";
  }
  return "";
}

/// "return nothing": what follows each close of `c` in \p rest; "guarded" if an `if (c)` is around
/// it, "used" if it is no statement.
std::string closesOf(const std::string &rest, Language language = Language::Cxx) {
  std::string result;
  for (const Close &close :
       factsOf("int g(int);\n" + opened(rest), language).handles.front().closes)
    result += (result.empty() ? "" : " ") + std::string(close.guard ? "guarded-" : "") +
              (close.isStatement ? "" : "used-") + word(close.after);
  return result;
}

TEST(Closes, NothingFollows) {
  EXPECT_EQ(closesOf("PQfinish(c);"), "nothing");
  EXPECT_EQ(closesOf("(void)PQfinish(c);"), "nothing");
  EXPECT_EQ(closesOf("{ PQfinish(c); } x = 1; return x;"), "code");
}

TEST(Closes, AReturnWithoutCallsMayStay) {
  EXPECT_EQ(closesOf("PQfinish(c); return 0;"), "return");
  EXPECT_EQ(closesOf("PQfinish(c); return x + 1;"), "return");
  EXPECT_EQ(closesOf("PQfinish(c); return g(x);"), "code");
  EXPECT_EQ(closesOf("if (x) { PQfinish(c); return -1; } PQfinish(c); return 0;"), "return return");
  EXPECT_EQ(closesOf("PQfinish(c); x++; return x;"), "code");
}

TEST(Closes, FindsTheGuard) {
  EXPECT_EQ(closesOf("if (c) PQfinish(c);"), "guarded-nothing");
  EXPECT_EQ(closesOf("if (c != nullptr) { PQfinish(c); } return 0;"), "guarded-return");
  EXPECT_EQ(closesOf("if (0 != c) PQfinish(c); return g(x);", Language::C), "guarded-code");
}

TEST(Closes, OtherConditionsAreNoGuard) {
  EXPECT_EQ(closesOf("if (x) PQfinish(c);"), "code");
  EXPECT_EQ(closesOf("if (c && x) PQfinish(c);"), "code");
  EXPECT_EQ(closesOf("if (c) PQfinish(c); else x = 1; return x;"), "code");
  EXPECT_EQ(closesOf("if (c) { PQfinish(c); x = 1; } return x;"), "code");
}

TEST(Closes, KnowsWhetherTheValueIsUsed) {
  const auto closes = [](const std::string &rest) {
    return factsOf("int f() { sqlite3 *c; sqlite3_open(\"a\", &c); " + rest + " }")
        .handles.front()
        .closes;
  };
  EXPECT_TRUE(closes("sqlite3_close(c); return 0;").front().isStatement);
  EXPECT_FALSE(closes("return sqlite3_close(c);").front().isStatement);
  EXPECT_FALSE(closes("if (sqlite3_close(c)) return 1; return 0;").front().isStatement);
}

TEST(Closes, SeesThroughMacros) {
  const auto close = [](const std::string &macro) {
    return factsOf(macro + "\n" + opened("CLOSE(c);")).handles.front().closes.front();
  };
  EXPECT_TRUE(close("#define CLOSE(x) PQfinish(x)").wholeMacro);
  const Close more = close("#define CLOSE(x) (PQfinish(x), x = 0)");
  EXPECT_TRUE(more.inMacro);
  EXPECT_FALSE(more.wholeMacro);
  EXPECT_FALSE(close("inline void CLOSED(PGconn *x);\n#define CLOSE PQfinish").callee.empty());
}

} // namespace

} // namespace repool::test
