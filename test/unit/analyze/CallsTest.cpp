// Driver calls after which the next borrower would see something, and SQL texts.
#include "Snippet.h"

namespace repool::test {

namespace {

std::string executing(const std::string &sql) {
  return siteOf(opened("PQexec(c, \"" + sql + "\"); PQfinish(c); return 0;"));
}

TEST(Calls, WhatTheHandleRemembers) {
  expectSite(opened("PQsetNoticeProcessor(c, 0, 0); PQfinish(c); return 0;"), "RP501");
  expectSite(opened("PQreset(c); PQfinish(c); return 0;"), "RP309");
  expectSite(constructed("c.close(); return 0;"), "RP304");
}

TEST(Calls, WhatTheStatementLeavesBehind) {
  EXPECT_EQ(executing("SELECT 1"), "lease");
  EXPECT_EQ(executing("LISTEN jobs"), "RP105");
  EXPECT_EQ(executing("COPY t FROM STDIN"), "RP502");
  EXPECT_EQ(executing("SELECT pg_advisory_lock(1)"), "RP503");
  EXPECT_EQ(executing("IDENTIFY_SYSTEM"), "RP106");
  expectSite(constructed("w.exec(\"LISTEN jobs\"); return 0;"), "RP105");
  expectSite(constructed("w.query_value(\"SELECT pg_advisory_lock(1)\"); return 0;"), "RP503");
}

TEST(Calls, TextsOfAHelperAreCollected) {
  expectSite("void g(PGconn *c) { PQexec(c, \"LISTEN jobs\"); }\n" +
                 opened("g(c); PQfinish(c); return 0;"),
             "RP105");
}

TEST(Calls, CollectsTheTexts) {
  const TuFacts facts =
      factsOf(opened("PQexec(c, \"SELECT 1\"); PQexec(c, u); PQfinish(c); return 0;"));
  const Handle &handle = facts.handles.front();
  ASSERT_EQ(handle.sql.size(), 3U);
  EXPECT_EQ(handle.sql[1].text, "SELECT 1");
  EXPECT_EQ(handle.sql[2].text, std::nullopt);
}

TEST(Calls, AProbeExecutesNothing) {
  expectSite("int f() { PGconn *c = PQconnectdb(\"\"); int ok = PQstatus(c) == CONNECTION_OK; "
             "PQfinish(c); "
             "return ok; }",
             "RP103");
  expectSite("bool f() {\n  pqxx::connection c(\"\");\n  return c.is_open();\n}", "RP103");
  expectSite("bool f() {\n  pqxx::connection c(\"\");\n  c.prepare(\"a\", \"b\");\n  return "
             "c.is_open();\n}",
             "wrap");
}

TEST(Calls, ADatabaseOfItsOwn) {
  expectSite(
      "int f() { sqlite3 *c; sqlite3_open(\":memory:\", &c); sqlite3_exec(c, \"\", 0, 0, 0); "
      "sqlite3_close(c); return 0; }",
      "RP104");
}

} // namespace

} // namespace repool::test
