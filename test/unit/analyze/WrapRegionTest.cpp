// Whether the rest of the block may become a lambda.
#include "Snippet.h"

namespace repool::test {

namespace {

/// The problems against a wrap of the region with \p rest.
std::string against(const std::string &rest) {
  return problemsOf(constructed(rest));
}

/// What is written after `->`: nothing, where deduction gives the same.
std::string returnType(const std::string &function) {
  const TuFacts facts = factsOf(function);
  const auto &region = facts.handles.front().region;
  if (!region)
    return "no region";
  if (!facts.handles.front().againstWrap.empty())
    return facts.handles.front().againstWrap.front().code;
  return region->returnType.value_or("");
}

std::string returning(const std::string &type, const std::string &value) {
  return type + " f(int x) {\n  pqxx::connection c;\n  pqxx::work w(c);\n  return " + value +
         ";\n}";
}

TEST(WrapRegion, LeavesInOneWay) {
  EXPECT_EQ(against("w.commit(); return 0;"), "");
  EXPECT_EQ(against("for (int i = 0; i < x; ++i) { if (i) continue; break; } return 0;"), "");
  EXPECT_EQ(against("switch (x) { case 1: break; } return 0;"), "");
  EXPECT_EQ(against("auto g = [] { return 1; }; return g();"), "");
}

TEST(WrapRegion, OtherWaysOut) {
  EXPECT_EQ(against("if (x) return 1; return 0;"), "wrap:RP305");
  EXPECT_EQ(against("if (x) goto end; end: return 0;"), "wrap:RP305 wrap:RP305 wrap:RP305");
  const std::string loop =
      "void f(int x) {\n  while (x--) {\n    pqxx::connection c;\n    pqxx::work w(c);\n    ";
  EXPECT_EQ(problemsOf(loop + "if (x) break;\n  w.commit();\n  }\n}"), "wrap:RP305");
  EXPECT_EQ(problemsOf(loop + "if (x) continue;\n  w.commit();\n  }\n}"), "wrap:RP305");
}

TEST(WrapRegion, CodeThatMeansSomethingElseInALambda) {
  EXPECT_EQ(against("const char *n = __func__; return 0;"), "wrap:RP401");
  EXPECT_EQ(against("const char *n = __PRETTY_FUNCTION__; return 0;"), "wrap:RP401");
  EXPECT_EQ(against("int n = __builtin_LINE(); return 0;"), "wrap:RP401");
  EXPECT_EQ(against("void *p = __builtin_alloca(8); return 0;"), "wrap:RP305");
  EXPECT_EQ(against("\n#if 1\n  x = 1;\n#endif\n  return 0;"), "wrap:RP403");
}

TEST(WrapRegion, AMacroMayHideIt) {
  EXPECT_EQ(problemsOf("#define LOG() (void)__func__\n" + constructed("LOG(); return 0;")),
            "wrap:RP401");
}

TEST(WrapRegion, WritesTheReturnTypeWhereDeductionDiffers) {
  EXPECT_EQ(returnType(returning("int", "x")), "");
  EXPECT_EQ(returnType(returning("long", "x")), "long");
  EXPECT_EQ(returnType(returning("pqxx::result", "w.exec(\"\")")), "");
  EXPECT_EQ(returnType(returning("std::string", "\"a\"")), "std::string");
  EXPECT_EQ(returnType(returning("auto", "x")), "");
  EXPECT_EQ(returnType("void f() {\n  pqxx::connection c;\n  pqxx::work w(c);\n  return;\n}"), "");
  EXPECT_EQ(
      returnType("int g; int &f() {\n  pqxx::connection c;\n  pqxx::work w(c);\n  return g;\n}"),
      "int &");
}

TEST(WrapRegion, NeedsSomethingAfterTheConnection) {
  EXPECT_EQ(returnType("void f() { pqxx::connection c; }"), "no region");
}

TEST(WrapRegion, CountsItsLines) {
  EXPECT_EQ(factsOf(constructed("return 0;")).handles.front().region->lines, 3U);
}

TEST(WrapRegion, ShortIsWrapLongIsLease) {
  expectSite(constructed("w.commit(); return 0;"), "wrap");
  std::string lines;
  for (int i = 0; i < 12; ++i)
    lines += "w.exec(\"\");\n";
  expectSite(constructed(lines + "return 0;"), "lease");
  expectSite(constructed("if (x) return 1; return 0;"), "lease");
}

} // namespace

} // namespace repool::test
