// The states of a pointer handle over the paths of its function.
#include "Snippet.h"

namespace repool::test {

namespace {

TEST(Flow, ClosedOnEveryPathIsFine) {
  expectProblems(opened("PQfinish(c); return 0;"), "");
  expectProblems(opened("if (x) { PQfinish(c); return 1; } PQfinish(c); return 0;"), "");
  expectProblems(opened("while (x--) PQexec(c, \"\"); PQfinish(c); return 0;"), "");
  expectProblems(opened("if (x) goto end; x = 1; end: PQfinish(c); return x;"), "");
  expectProblems(
      opened("switch (x) { case 1: x = 2; break; default: break; } PQfinish(c); return x;"), "");
}

TEST(Flow, AFailedOpenIsNoLeak) {
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"\"); if (PQstatus(c) != CONNECTION_OK) return 1; "
      "PQexec(c, \"\"); PQfinish(c); return 0; }",
      "");
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"\"); if (PQstatus(c) == CONNECTION_BAD) return 1; "
      "PQfinish(c); return 0; }",
      "");
  expectProblems("int f() { sqlite3 *c; int rc = sqlite3_open(\"a\", &c); if (rc) return rc; "
                 "sqlite3_close(c); return 0; }",
                 "");
  expectProblems("int f() { sqlite3 *c; if (sqlite3_open(\"a\", &c) != SQLITE_OK) return 1; "
                 "sqlite3_close(c); return 0; }",
                 "");
}

TEST(Flow, ACodeThatWasOverwrittenSaysNothingOfTheOpen) {
  expectProblems(
      "int f() { sqlite3 *c; int rc = sqlite3_open(\"a\", &c); rc = sqlite3_exec(c, \"\", 0, "
      "0, 0); if (rc) return rc; sqlite3_close(c); return 0; }",
      "pair:RP303");
}

TEST(Flow, ABadStatusAfterWorkIsALeak) {
  expectProblems(opened("if (PQstatus(c) != CONNECTION_OK) return 1; PQfinish(c); return 0;"),
                 "pair:RP303");
}

TEST(Flow, ANullHandleIsNoLeak) {
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"\"); if (!c) return 1; PQfinish(c); return 0; }", "");
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"\"); if (c == 0) return 1; PQfinish(c); return 0; }",
      "");
  expectProblems(
      "int f() { PGconn *c; if (!(c = PQconnectdb(\"\"))) return 1; PQfinish(c); return 0; }", "");
}

TEST(Flow, LeftOpenOnAPath) {
  expectProblems(opened("if (x) return 1; PQfinish(c); return 0;"), "pair:RP303");
  expectProblems(opened("return 0;"), "pair:RP303");
  expectProblems(opened("c = nullptr; return 0;"), "pair:RP303");
  expectProblems(opened("if (x) PQfinish(c); return 0;"), "pair:RP303");
}

TEST(Flow, TheEndOfTheProcessIsNoLeak) {
  expectProblems(opened("if (x) exit(1); PQfinish(c); return 0;"), "");
  expectProblems(
      "static void die() { exit(1); }\n" + opened("if (x) die(); PQfinish(c); return 0;"), "");
  expectProblems("static void maybe(int x) { if (x) exit(1); }\n" +
                     opened("if (x) { maybe(x); return 1; } PQfinish(c); return 0;"),
                 "pair:RP303");
}

TEST(Flow, UsedAfterAClose) {
  expectProblems(opened("PQfinish(c); PQexec(c, \"\"); return 0;"), "RP301");
  expectProblems(opened("if (x) PQfinish(c); PQexec(c, \"\"); PQfinish(c); return 0;"),
                 "RP301 RP302");
  expectProblems(opened("const char *e; PQfinish(c); e = PQerrorMessage(c); return 0;"), "RP301");
  expectProblems(opened("while (x--) { PQexec(c, \"\"); PQfinish(c); } return 0;"),
                 "RP301 RP302 pair:RP303");
}

TEST(Flow, ClosedTwice) {
  expectProblems(opened("PQfinish(c); PQfinish(c); return 0;"), "RP302");
  expectProblems(opened("if (x) PQfinish(c); PQfinish(c); return 0;"), "RP302");
  expectProblems(opened("if (x) { PQfinish(c); c = 0; } if (c) PQfinish(c); return 0;"), "");
}

TEST(Flow, OpenedWhileOpen) {
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"a\"); c = PQconnectdb(\"b\"); PQfinish(c); return 0; }",
      "pair:RP310");
  expectProblems(
      "int f() { PGconn *c = PQconnectdb(\"a\"); PQfinish(c); c = PQconnectdb(\"b\"); PQfinish(c); "
      "return 0; }",
      "");
}

TEST(Flow, ALeaseMendsALeakAndAPairCannot) {
  const std::string leak = opened("if (x) return 1; PQfinish(c); return 0;");
  expectSite(leak, "lease");
  expectSiteInC(leak, "RP303");
  const std::string again = "int f() { PGconn *c = PQconnectdb(\"a\"); c = PQconnectdb(\"b\"); "
                            "PQexec(c, \"\"); PQfinish(c); return 0; }";
  expectSite(again, "lease");
  expectSiteInC(again, "RP310");
  expectSite(opened("PQfinish(c); PQexec(c, \"\"); return 0;"), "RP301");
  expectSiteInC(opened("PQfinish(c); PQfinish(c); return 0;"), "RP302");
}

TEST(Flow, AHelperOfTheSameUnitClosesToo) {
  const std::string closes = "static void done(PGconn *c) { PQfinish(c); }\n";
  expectProblems(closes + opened("done(c); return 0;"), "");
  expectProblems(closes + opened("done(c); done(c); return 0;"), "RP301 RP302");
  expectProblems(closes + opened("done(c); PQexec(c, \"\"); return 0;"), "RP301");
  expectProblems("static void done(PGconn *c, int x) { if (x) PQfinish(c); }\n" +
                     opened("done(c, x); return 0;"),
                 "pair:RP303");
  expectProblems("static void fail(PGconn *c) { PQfinish(c); exit(1); }\n" +
                     opened("if (x) fail(c); PQfinish(c); return 0;"),
                 "");
}

TEST(Flow, ALoopThatDoesNotEnd) {
  expectProblems(opened("while (1) PQexec(c, \"\");"), "RP306");
  expectProblems(opened("for (;;) { PQexec(c, \"\"); if (x) break; } PQfinish(c); return 0;"), "");
  expectProblems(
      "int f() { for (;;) { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); PQfinish(c); } }", "");
}

TEST(Flow, AParameterThatTheFunctionFillsIsALocalOfIt) {
  expectProblems("void f(sqlite3 *c) { sqlite3_open(\"a\", &c); sqlite3_close(c); }", "");
  expectProblems("void f(PGconn *c) { c = PQconnectdb(\"\"); PQfinish(c); }", "");
  expectProblems("void f(PGconn *c) { if (!c) { c = PQconnectdb(\"\"); PQfinish(c); } }", "");
  expectProblems("void f(PGconn *c) { PQfinish(c); c = PQconnectdb(\"\"); PQfinish(c); }", "RP209");
  expectProblems("void f(PGconn *c) { if (!c) c = PQconnectdb(\"\"); PQfinish(c); }", "RP209");
  expectProblems("PGconn *f(PGconn *c, int x) { if (x) c = PQconnectdb(\"\"); return c; }",
                 "RP201 RP209");
}

TEST(Flow, WhatTakesItselfBackIsTheHandle) {
  expectProblems("void f() { sqlite3 *c; sqlite3_open(\"a\", &*&c); sqlite3_close(*&c); }", "");
  expectProblems("void f() { PGconn *c = PQconnectdb(\"\"); PQfinish(&*c); }", "");
}

/// What a helper does with a handle that is open on entry, where it returns.
TEST(Flow, AHelperIsJudgedWhereItReturns) {
  auto closing = [](const std::string &body) {
    const TuFacts facts = factsOf("void f(PGconn *c, int x) { " + body + " }");
    EXPECT_EQ(facts.parameters.size(), 1U) << body;
    const ParameterFact &fact = facts.parameters.front();
    std::string text = fact.closing == Closing::Never       ? "never"
                       : fact.closing == Closing::Sometimes ? "sometimes"
                                                            : "always";
    if (fact.neverReturns)
      text += " ends";
    for (const Problem &hazard : fact.hazards)
      text += " " + hazard.code;
    return text;
  };
  EXPECT_EQ(closing("PQexec(c, \"\");"), "never");
  EXPECT_EQ(closing("PQfinish(c);"), "always");
  EXPECT_EQ(closing("if (x) PQfinish(c);"), "sometimes");
  EXPECT_EQ(closing("if (x) { PQfinish(c); exit(1); }"), "never");
  EXPECT_EQ(closing("PQfinish(c); exit(1);"), "always ends");
  EXPECT_EQ(closing("if (x) { PQfinish(c); exit(1); } PQfinish(c);"), "always");
  EXPECT_EQ(closing("PQfinish(c); PQexec(c, \"\");"), "always RP301");
  EXPECT_EQ(closing("if (x) PQfinish(c); PQfinish(c);"), "always RP302");
}

TEST(Flow, AHelperThatTakesTheAddressUsesTheHandle) {
  const std::string use = "static void use(PGconn **c) { PQexec(*c, \"\"); }\n";
  const std::string end = "static void end(PGconn **c) { PQfinish(*c); }\n";
  const std::string body = "int f() { PGconn *c = PQconnectdb(\"\"); use(&c); ";
  expectProblems(use + body + "PQfinish(c); return 0; }", "");
  expectProblems(use + body + "return 0; }", "pair:RP303");
  expectProblems(use + end + body + "end(&c); return 0; }", "");
  expectProblems(use + end + body + "end(&c); PQfinish(c); return 0; }", "RP302");
}

} // namespace

} // namespace repool::test
