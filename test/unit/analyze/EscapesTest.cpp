// Who else can hold the handle: RP201 to RP214.
#include "Snippet.h"

namespace repool::test {

namespace {

TEST(Escapes, ReturnedToTheCaller) {
  // Followed to the callers, and there are none.
  expectSite("PGconn *f() { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); return c; }", "RP221");
  expectSite("PGconn *f() { return PQconnectdb(\"\"); }", "RP221");
}

TEST(Escapes, StoredInAnObject) {
  expectSite("struct S { PGconn *c; } s; struct S *p;\n" + opened("p->c = c; return 0;"), "RP102");
  expectSite("struct S { PGconn *c; }; void g(S);\n" + opened("S s = {c}; g(s); return 0;"),
             "RP202");
  expectSite("struct S { PGconn *c; void f() { c = PQconnectdb(\"\"); } };", "RP225");
  expectSite(opened("PGconn *all[2]; all[x] = c; return 0;"), "RP202");
}

TEST(Escapes, StoredInAStatic) {
  expectSite("PGconn *g;\n" + opened("g = c; return 0;"), "RP102");
  expectSite("PGconn *g; void f() { g = PQconnectdb(\"\"); }", "RP102");
}

TEST(Escapes, HandedOut) {
  expectSite("void f(PGconn **out) { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); *out = c; }",
             "RP221");
  expectSite("void f(PGconn *&out) { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); out = c; }",
             "RP221");
}

TEST(Escapes, OnTheHeap) {
  expectSite("void f() { auto *c = new pqxx::connection[2]; delete[] c; }", "RP204");
  expectSite("template <class T> struct own { own(T *); };"
             "void f() { own<pqxx::connection> c(new pqxx::connection(\"\")); }",
             "RP204");
}

TEST(Escapes, WithoutAName) {
  expectSite("void f() { PQexec(PQconnectdb(\"\"), \"\"); }", "RP205");
}

TEST(Escapes, PassedToCodeThatWasNotSeen) {
  expectSite("void g(PGconn *);\n" + opened("g(c); PQfinish(c); return 0;"), "RP206");
  expectSite(opened("outside(c); PQfinish(c); return 0;"), "RP206");
  expectSite(opened("void (*g)(PGconn *) = 0; g(c); PQfinish(c); return 0;"), "RP206");
  expectSite("struct S { virtual void g(PGconn *) {} };\n" +
                 opened("S s; s.g(c); PQfinish(c); return 0;"),
             "RP206");
  expectSite("void g(PGconn *, ...) {}\n" + opened("g(0, c); PQfinish(c); return 0;"), "RP206");
}

TEST(Escapes, PassedToCodeThatMerelyUses) {
  expectSite("void g(PGconn *c) { PQexec(c, \"\"); }\n" + opened("g(c); PQfinish(c); return 0;"),
             "lease");
  expectSite("void h(PGconn *c) { PQexec(c, \"\"); } void g(PGconn *c) { h(c); }\n" +
                 opened("g(c); PQfinish(c); return 0;"),
             "lease");
  expectSite("void g(PGconn *c, int x) { if (x) g(c, x - 1); }\n" +
                 opened("g(c, x); PQfinish(c); return 0;"),
             "lease");
}

TEST(Escapes, PassedToCodeThatKeeps) {
  expectSite("PGconn *k; void g(PGconn *c) { k = c; }\n" + opened("g(c); PQfinish(c); return 0;"),
             "RP102");
  expectSite("struct S { PGconn *k; void g(PGconn *c) { k = c; } };\n" +
                 opened("S s; s.g(c); PQfinish(c); return 0;"),
             "RP202");
  expectSite("struct Repo { pqxx::connection &k; Repo(pqxx::connection &c) : k(c) {} };\n" +
                 constructed("Repo r(c); return 0;"),
             "RP202");
}

TEST(Escapes, AHelperThatCloses) {
  const std::string helper = "static void done(PGconn *c) { PQfinish(c); }\n";
  const std::string one = opened("if (x) { done(c); return 1; } PQfinish(c); return 0;");
  expectSite(helper + one, "pair");
  expectSiteInC(helper + one, "pair");
  const std::string deep = helper + "static void more(PGconn *c) { done(c); }\n";
  expectSiteInC(deep + opened("more(c); return 0;"), "RP207");
}

TEST(Escapes, AHelperThatReopens) {
  expectSite("void g(PGconn *&c) { PQfinish(c); c = 0; }\n" + opened("g(c); return 0;"), "RP207");
}

TEST(Escapes, CapturedByALambda) {
  expectSite(opened("auto g = [&] { PQexec(c, \"\"); }; g(); PQfinish(c); return 0;"), "RP208");
  expectSite(constructed("auto g = [&c] { return c.is_open(); }; return g();"), "RP208");
  expectSite(opened("auto g = [&] { return x; }; g(); PQfinish(c); return 0;"), "lease");
}

TEST(Escapes, HasASecondName) {
  expectSite(opened("PGconn *d = c; PQfinish(d); return 0;"), "RP209");
  expectSite(opened("PGconn *d; d = c; PQfinish(d); return 0;"), "RP209");
  expectSite(opened("PGconn **d = &c; PQfinish(*d); return 0;"), "RP209");
  expectSite(opened("c = (PGconn *)u; PQfinish(c); return 0;"), "RP209");
  expectSite(constructed("auto &d = c; return d.is_open();"), "RP209");
}

TEST(Escapes, MovedAway) {
  expectSite("void g(pqxx::connection &&);\n" + constructed("g(std::move(c)); return 0;"), "RP210");
  expectSite(constructed("pqxx::connection d(std::move(c)); return 0;"), "RP210");
}

TEST(Escapes, ATextThatOutlivesTheHandle) {
  expectSite("const char *f() { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); return "
             "PQerrorMessage(c); }",
             "RP211");
  expectSite("const char *last;\n" + opened("last = PQerrorMessage(c); PQfinish(c); return 0;"),
             "RP211");
  expectSite("char *f() { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); char *e = "
             "strdup(PQerrorMessage(c)); "
             "PQfinish(c); return e; }",
             "lease");
}

TEST(Escapes, AnObjectThatOutlivesTheHandle) {
  expectSite("pqxx::work *f() {\n  pqxx::connection c(\"\");\n  return new pqxx::work(c);\n}",
             "RP211");
  expectSite(constructed("static pqxx::work kept(c); return 0;"), "RP211");
}

TEST(Escapes, ADerivedClass) {
  expectSite("struct Db : pqxx::connection { using connection::connection; };\n"
             "int f() {\n  Db c(\"\");\n  pqxx::work w(c);\n  return 0;\n}",
             "RP212");
}

TEST(Escapes, OpenedInSteps) {
  expectSite(
      "int f() { PGconn *c = PQconnectStart(\"\"); PQexec(c, \"\"); PQfinish(c); return 0; }",
      "RP213");
  expectSite(
      "int f(const char *u) {\n  pqxx::connection c(u, 1);\n  pqxx::work w(c);\n  return 0;\n}",
      "RP213");
}

TEST(Escapes, TheTextOfAFailureIsCompared) {
  expectSite(
      "int f() { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); int r = strcmp(PQerrorMessage(c), "
      "\"x\"); PQfinish(c); return r; }",
      "RP214");
  expectSite("int f() {\n  try {\n    pqxx::connection c(\"\");\n    pqxx::work w(c);\n    "
             "w.commit();\n  } catch "
             "(const std::exception &e) {\n    return std::string(e.what()) == \"x\";\n  }\n  "
             "return 0;\n}",
             "RP214");
}

} // namespace

} // namespace repool::test
