// Connections on the heap: what is done with the pointer, plain or smart, decides.

#include "Snippet.h"

namespace repool::test {
namespace {

std::string unique(const std::string &rest) {
  return "int f(const char *u) { std::unique_ptr<pqxx::connection> c(new pqxx::connection(u));"
         " pqxx::work w(*c); " +
         rest + " return 0; }";
}

TEST(SmartPointer, BecomesALeaseWhereItIsOnlyUsed) {
  expectSite(unique(""), "lease");
  expectSite(unique("if (c) c->is_open();"), "lease");
  expectSite(unique("c.reset(); c = nullptr;"), "lease");
  expectSite(unique("c = std::make_unique<pqxx::connection>(u);"), "lease");
  expectSite("int use(pqxx::connection *c) { pqxx::work w(*c); return 1; }" +
                 unique("use(c.get());"),
             "lease");
  expectSite("int f(const char *u) { auto c = std::make_shared<pqxx::connection>(u);"
             " pqxx::work w(*c); return 0; }",
             "lease");
}

TEST(SmartPointer, MayNotGiveItsConnectionUp) {
  expectSite(unique("delete c.release();"), "RP210");
  expectSite(unique("auto d = std::move(c);"), "RP210");
  expectSite("void keep(std::unique_ptr<pqxx::connection>);" + unique("keep(std::move(c));"),
             "RP210");
  expectSite("pqxx::connection *kept;" + unique("kept = c.get();"), "RP102");
  expectSite("int f(const char *u) { auto c = std::make_shared<pqxx::connection>(u);"
             " pqxx::work w(*c); auto d = c; return 0; }",
             "RP210");
}

TEST(SmartPointer, IsKnownByItsClassOnly) {
  expectSite("struct D : pqxx::connection { D(const char *); };"
             "int f(const char *u) { auto c = std::make_unique<D>(u); return c->is_open(); }",
             "RP204");
}

TEST(PlainPointer, ToAnObjectIsALeaseWhetherOrNotItIsDeleted) {
  const std::string made = "int f(const char *u) { auto *c = new pqxx::connection(u);"
                           " { pqxx::work w(*c); } ";
  expectSite(made + "delete c; return 0; }", "lease");
  expectSite(made + "return 0; }", "lease");
  expectSite(made + "delete c; return c->is_open(); }", "RP301");
  expectSite("int use(const pqxx::connection *);" + made + "return use(c); }", "RP206");
}

TEST(PlainPointer, AddressOfAnObjectIsAsGoodAsAReference) {
  expectSite("static int use(pqxx::connection *c) { pqxx::work w(*c); return 1; }" +
                 constructed("use(&c); return 0;"),
             "wrap");
  expectSite("pqxx::connection *last;" + constructed("last = &c; return 0;"), "RP209");
}

TEST(Deleter, ChangesWithTheOpenWhereItIsSeen) {
  const std::string owned =
      "int f(const char *u) { std::unique_ptr<PGconn, Finish> c(PQconnectdb(u));"
      " PQexec(c.get(), \"\"); return 0; }";
  expectSite("struct Finish { void operator()(PGconn *c) const { PQfinish(c); } };" + owned,
             "pair");
  expectSite("struct Finish { void operator()(PGconn *c) const; };" + owned, "RP223");
  expectSite("int f(const char *u) { std::shared_ptr<PGconn> c(PQconnectdb(u), PQfinish);"
             " PQexec(c.get(), \"\"); return 0; }",
             "pair");
  expectSite("int f(const char *u, void (*end)(PGconn *)) {"
             " std::shared_ptr<PGconn> c(PQconnectdb(u), end); PQexec(c.get(), \"\"); return 0; }",
             "RP223");
}

} // namespace
} // namespace repool::test
