// Where a new connection goes: locals are followed, everything else is named.
#include "Snippet.h"

namespace repool::test {

namespace {

/// "local pointer" ...: the kind of the first handle.
HandleKind kindOf(const std::string &code) {
  const TuFacts facts = factsOf(code);
  EXPECT_FALSE(facts.handles.empty()) << code;
  return facts.handles.empty() ? HandleKind::Unknown : facts.handles.front().kind;
}

OpenForm formOf(const std::string &statements) {
  const TuFacts facts = factsOf("void f(const char *u, int x) { " + statements + " }");
  EXPECT_EQ(facts.handles.size(), 1U) << statements;
  return facts.handles.front().opens.front().form;
}

TEST(Kinds, FindsWhereTheConnectionGoes) {
  EXPECT_EQ(kindOf("void f() { PGconn *c = PQconnectdb(\"\"); }"), HandleKind::LocalPointer);
  EXPECT_EQ(kindOf("void f() { sqlite3 *c; sqlite3_open(\"a\", &c); }"), HandleKind::LocalPointer);
  EXPECT_EQ(kindOf("void f() { pqxx::connection c; }"), HandleKind::LocalObject);
  EXPECT_EQ(kindOf("PGconn *c = PQconnectdb(\"\");"), HandleKind::Global);
  EXPECT_EQ(kindOf("void f() { static pqxx::connection c; }"), HandleKind::Global);
  EXPECT_EQ(kindOf("sqlite3 *c; void f() { sqlite3_open(\"a\", &c); }"), HandleKind::Global);
  EXPECT_EQ(kindOf("struct S { PGconn *c; void f() { c = PQconnectdb(\"\"); } };"),
            HandleKind::Member);
  EXPECT_EQ(kindOf("struct S { pqxx::connection c; S() : c(\"\") {} };"), HandleKind::Member);
  EXPECT_EQ(kindOf("struct S { pqxx::connection c{\"\"}; };"), HandleKind::Member);
  EXPECT_EQ(kindOf("PGconn *f() { return PQconnectdb(\"\"); }"), HandleKind::Returned);
  EXPECT_EQ(kindOf("void f() { pqxx::connection pool[2]; }"), HandleKind::Member);
  EXPECT_EQ(kindOf("pqxx::connection f() { return pqxx::connection(\"\"); }"),
            HandleKind::Returned);
  EXPECT_EQ(kindOf("void f(PGconn **c) { *c = PQconnectdb(\"\"); }"), HandleKind::OutParameter);
  EXPECT_EQ(kindOf("void f(PGconn *&c) { c = PQconnectdb(\"\"); }"), HandleKind::OutParameter);
  EXPECT_EQ(kindOf("void f(sqlite3 **c) { sqlite3_open(\"a\", c); }"), HandleKind::OutParameter);
  EXPECT_EQ(kindOf("void f() { auto *c = new pqxx::connection(\"\"); }"), HandleKind::LocalPointer);
  EXPECT_EQ(kindOf("void f() { auto c = std::make_unique<pqxx::connection>(\"\"); }"),
            HandleKind::LocalOwner);
  EXPECT_EQ(kindOf("void f() { std::shared_ptr<pqxx::connection> c(new pqxx::connection); }"),
            HandleKind::LocalOwner);
  EXPECT_EQ(kindOf("template <class T> struct own { own(T *); };"
                   "void f() { own<pqxx::connection> c(new pqxx::connection); }"),
            HandleKind::Heap);
  EXPECT_EQ(kindOf("void f() { PQexec(PQconnectdb(\"\"), \"\"); }"), HandleKind::Temporary);
  EXPECT_EQ(kindOf("void g(pqxx::connection &&); void f() { g(pqxx::connection(\"\")); }"),
            HandleKind::Temporary);
}

TEST(Kinds, FindsHowTheOpenStands) {
  EXPECT_EQ(formOf("PGconn *c = PQconnectdb(u);"), OpenForm::Declaration);
  EXPECT_EQ(formOf("PGconn *c; c = PQconnectdb(u);"), OpenForm::Statement);
  EXPECT_EQ(formOf("PGconn *c; if (!(c = PQconnectdb(u))) return;"), OpenForm::Leading);
  EXPECT_EQ(formOf("PGconn *c; if (x && (c = PQconnectdb(u))) return;"), OpenForm::Nested);
  EXPECT_EQ(formOf("PGconn *c = x ? PQconnectdb(u) : 0;"), OpenForm::Nested);
  EXPECT_EQ(formOf("sqlite3 *c; sqlite3_open(u, &c);"), OpenForm::Statement);
  EXPECT_EQ(formOf("sqlite3 *c; (void)sqlite3_open(u, &c);"), OpenForm::Statement);
  EXPECT_EQ(formOf("sqlite3 *c; int rc = sqlite3_open(u, &c);"), OpenForm::Leading);
  EXPECT_EQ(formOf("sqlite3 *c; if (sqlite3_open(u, &c) != SQLITE_OK) return;"), OpenForm::Leading);
  EXPECT_EQ(formOf("sqlite3 *c; while (sqlite3_open(u, &c)) x--;"), OpenForm::Nested);
}

TEST(Kinds, OpensOfOneVariableAreOneHandle) {
  const TuFacts facts =
      factsOf("void f(int x) { PGconn *c; if (x) c = PQconnectdb(\"a\"); else c = "
              "PQconnectdb(\"b\"); PQfinish(c); }");
  ASSERT_EQ(facts.handles.size(), 1U);
  ASSERT_EQ(facts.handles.front().opens.size(), 2U);
  EXPECT_EQ(facts.handles.front().opens[0].literal, "a");
  EXPECT_EQ(facts.handles.front().opens[1].literal, "b");
  EXPECT_EQ(facts.handles.front().closes.size(), 1U);
}

TEST(Kinds, WhatOnlyLooksLikeASiteIsNone) {
  expectSite("int PQconnectdbs(const char *); void f() { PQconnectdbs(\"\"); }", "none");
  expectSite("// PQconnectdb(url)\nconst char *s = \"PQconnectdb\";", "none");
  expectSite("struct S { void PQconnectdb(); void f() { PQconnectdb(); } };", "none");
  expectSite("pqxx::connection &f(); void g() { pqxx::connection &c = f(); }", "none");
  expectSite("void f(pqxx::connection &c) { pqxx::work w(c); w.commit(); }", "none");
  expectSite("namespace mine { struct connection {}; } void f() { mine::connection c; }", "none");
}

TEST(Kinds, NamesTheFunction) {
  EXPECT_EQ(factsOf("namespace app { struct S { void f() { PGconn *c = PQconnectdb(\"\"); } }; }")
                .handles.front()
                .function,
            "app::S::f");
}

TEST(Kinds, LooksAtLoops) {
  EXPECT_TRUE(
      factsOf("void f(int x) { while (x--) { PGconn *c = PQconnectdb(\"\"); PQfinish(c); } }")
          .handles.front()
          .opens.front()
          .inLoop);
  EXPECT_FALSE(factsOf("void f(int x) { while (x--) { } PGconn *c = PQconnectdb(\"\"); }")
                   .handles.front()
                   .opens.front()
                   .inLoop);
}

} // namespace

} // namespace repool::test
