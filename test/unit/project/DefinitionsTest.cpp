#include "project/Definitions.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace repool {

namespace {

/// Names whose definitions mention `T`, sorted: "A B"; "?" where the text is unclear.
std::string namesOfT(std::string_view text) {
  const Definitions found = findDefinitions(text);
  std::set<std::string> names;
  for (const Definition &definition : found.all)
    if (std::ranges::find(definition.mentions, "T") != definition.mentions.end())
      names.insert(definition.names.begin(), definition.names.end());
  std::string result = found.unclear ? "?" : "";
  for (const std::string &name : names)
    result += (result.empty() ? "" : " ") + name;
  return result;
}

TEST(Definitions, FindsNewNames) {
  EXPECT_EQ(namesOfT("using A = T; typedef T B, *C; #define"), "A B C");
  EXPECT_EQ(namesOfT("#define A(x) T(x)\n#define B U\n"), "A");
  EXPECT_EQ(namesOfT("struct A : T {}; class B final : public x::T<int> {}; struct C {};"), "A B");
  EXPECT_EQ(namesOfT("T *f(int); void g(T); int h();"), "f g");
  EXPECT_EQ(namesOfT("void f() { if (x) { T(); } } void g() {}"), "f");
  EXPECT_EQ(namesOfT("extern \"C\" { namespace n { T f(); } }"), "f");
}

TEST(Definitions, TellsClassesFromFunctions) {
  EXPECT_EQ(namesOfT("MARK(x) class A final : T { void f(); };"), "A");
  EXPECT_EQ(namesOfT("class EXPORT(x) A { T f(); int g(); };"), "f");
  EXPECT_EQ(namesOfT("struct S f() { T(); }"), "f");
  EXPECT_EQ(namesOfT("struct S f() const noexcept { T(); }"), "f");
  EXPECT_EQ(namesOfT("struct S EXPORT(x) f(int) { T(); }"), "EXPORT f");
  EXPECT_EQ(namesOfT("auto f() -> struct S { T(); }"), "f");
}

TEST(Definitions, DoesNotTakeKeywordsForNames) {
  EXPECT_EQ(namesOfT("typedef void (*F)(T *); struct S { operator bool() { return T; } };"), "F S");
  EXPECT_EQ(namesOfT("int x __attribute__((aligned(8))) = T;"), "x");
}

TEST(Definitions, ReadsPastStringsAndComments) {
  EXPECT_EQ(namesOfT("const char *s = \"} T\"; char c = '}'; // T }\n/* } T */ auto r = R\"x()\" T "
                     "})x\"; T f();"),
            "f");
  EXPECT_EQ(namesOfT("int x = 1'000'000; T f();"), "f");
}

TEST(Definitions, SaysWhenItCannotFollow) {
  EXPECT_EQ(namesOfT("}"), "?");
  EXPECT_EQ(namesOfT("void f( {"), "?");
  EXPECT_EQ(namesOfT("#if A\nvoid f() {\n#else\nvoid f(int) {\n#endif\n} T g();"), "g");
}

TEST(Definitions, SurvivesAnyText) {
  for (const char *text : {"",         "{",       "<",          ">(",       "template <", "~",
                           "operator", "#define", "#define A(", "struct",   "struct :{}", "class{}",
                           "=;",       ":{}",     "(){}",       "typedef;", "using",      "R\"(",
                           "\"",       "'",       "/*",         "f(){}:{}", "enum{};"})
    findDefinitions(text);
}

} // namespace

} // namespace repool
