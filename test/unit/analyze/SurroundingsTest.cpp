// Code around a site that cannot be edited, or lives differently.
#include "Snippet.h"

namespace repool::test {

namespace {

TEST(Surroundings, MainOpensOnce) {
  const std::string body = "PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); PQfinish(c);";
  expectSite("int main() { " + body + " }", "RP101");
  expectSite("int main(int n, char **) { while (n--) { " + body + " } }", "lease");
  expectSite("int main() { auto handler = [] { " + body + " }; handler(); }", "RP111");
}

TEST(Surroundings, SpelledByAMacro) {
  expectSite("#define OPEN(u) PQconnectdb(u)\nint f() { PGconn *c = OPEN(\"\"); PQexec(c, \"\"); "
             "PQfinish(c); "
             "return 0; }",
             "RP401");
  expectSite("#define CONN PGconn *c = PQconnectdb(\"\")\nint f() { CONN; PQexec(c, \"\"); "
             "PQfinish(c); return "
             "0; }",
             "RP401");
  // A macro as an argument is text like any other.
  expectSite("#define URL \"host=a\"\nint f() { PGconn *c = PQconnectdb(URL); PQexec(c, \"\"); "
             "PQfinish(c); "
             "return 0; }",
             "lease");
}

TEST(Surroundings, InsideATemplate) {
  expectSite("template <typename T> void f(T t) { PGconn *c = PQconnectdb(\"\"); PQexec(c, t); "
             "PQfinish(c); }\n"
             "template void f(const char *);",
             "RP402");
  expectSite(
      "template <typename T> struct S { void f() { pqxx::connection c(\"\"); pqxx::work w(c); } };",
      "RP402");
}

TEST(Surroundings, ATemplateIsOneSite) {
  EXPECT_EQ(
      factsOf("template <typename T> void f(T t) { PGconn *c = PQconnectdb(\"\"); PQfinish(c); }\n"
              "void g() { f(1); f('a'); }")
          .handles.size(),
      1U);
}

TEST(Surroundings, AnInactiveBranchUsesTheHandle) {
  expectSite(
      "int f(const char *u) {\n  PGconn *c = PQconnectdb(u);\n  PQexec(c, \"\");\n#ifdef OTHER\n  "
      "PQfinish(c);\n#endif\n  PQfinish(c);\n  return 0;\n}",
      "RP403");
  expectSite(
      "int f(const char *u) {\n  PGconn *c = PQconnectdb(u);\n  PQexec(c, \"\");\n#ifdef OTHER\n  "
      "nothing();\n#endif\n  PQfinish(c);\n  return 0;\n}",
      "lease");
}

TEST(Surroundings, AnInactiveBranchThatOpensIsNoted) {
  const TuFacts facts = factsOf("#ifdef OTHER\nvoid *f() { return PQconnectdb(\"\"); }\n#endif\n");
  ASSERT_EQ(facts.inactive.size(), 1U);
  EXPECT_EQ(facts.inactive.front().token, "PQconnectdb");
  EXPECT_TRUE(factsOf("#ifdef OTHER\nint PQconnectdbs;\n#endif\n").inactive.empty());
}

TEST(Surroundings, InsideACoroutine) {
  expectSite("task f() { pqxx::connection c(\"\"); pqxx::work w(c); w.commit(); co_return; }",
             "RP407");
}

TEST(Surroundings, InsideALambda) {
  expectSite("auto f = [](const char *u) {\n  pqxx::connection c(u);\n  pqxx::work w(c);\n  "
             "w.commit();\n};",
             "wrap");
  EXPECT_EQ(
      factsOf("void outer() { auto f = [] { PGconn *c = PQconnectdb(\"\"); PQfinish(c); }; f(); }")
          .handles.front()
          .function,
      "lambda in outer");
}

TEST(Surroundings, AfterAFork) {
  expectSite("int f() { if (fork() == 0) { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); "
             "PQfinish(c); } return "
             "0; }",
             "RP107");
}

TEST(Surroundings, DeclaredTogetherWithOthers) {
  expectSite("int f() {\n  pqxx::connection c(\"\"), d(\"\");\n  pqxx::work w(c);\n  return 0;\n}",
             "RP409");
}

TEST(Surroundings, KnowsGotoAndSwitch) {
  EXPECT_TRUE(factsOf(opened("if (x) goto end; end: PQfinish(c); return 0;"))
                  .handles.front()
                  .functionJumps);
  EXPECT_TRUE(
      factsOf(opened("switch (x) {} PQfinish(c); return 0;")).handles.front().functionJumps);
  EXPECT_FALSE(
      factsOf(opened("while (x) break; PQfinish(c); return 0;")).handles.front().functionJumps);
}

} // namespace

} // namespace repool::test
