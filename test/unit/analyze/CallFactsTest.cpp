#include "Snippet.h"
#include "decide/PerRequest.h"
#include "model/Facts.h"

namespace repool {

using namespace test;

namespace {

/// What explain says of the function `f` of \p code, without its place in the file.
std::string often(const std::string &code, Language language = Language::Cxx) {
  const CallGraph graph = joinCalls({factsOf(code, language)});
  for (const auto &[id, fact] : graph.functions)
    if (fact.name == "f") {
      const std::string text = describeFrequency(id, graph);
      return text.substr(0, text.rfind(" (a.c"));
    }
  return "no f";
}

std::string oftenInC(const std::string &code) {
  return often(code, Language::C);
}

TEST(CallFacts, FollowsChains) {
  EXPECT_EQ(often("void f() {} static void g() { f(); } int main() { g(); }"),
            "runs once: main -> g -> f");
  EXPECT_EQ(often("void f() {}"), "per request: nobody that was seen calls 'f'");
}

TEST(CallFacts, KnowsWhatALoopRepeats) {
  const std::string called = "per request: main calls 'f' in a loop";
  const std::string once = "runs once: main -> f";
  const auto inMain = [](const std::string &body) {
    return often("bool f() { return true; } int n; int main() { " + body + " }");
  };
  EXPECT_EQ(inMain("for (;;) f();"), called);
  EXPECT_EQ(inMain("for (int i = 0; i < n; ++i) f();"), called);
  EXPECT_EQ(inMain("while (f()) {}"), called);
  EXPECT_EQ(inMain("do f(); while (n);"), called);
  EXPECT_EQ(inMain("int a[3] = {}; for (int x : a) f();"), called);
  EXPECT_EQ(inMain("again: f(); if (n) goto again;"), called);
  EXPECT_EQ(inMain("for (bool b = f(); b;) {}"), once);
  EXPECT_EQ(inMain("for (;;) { if (n) return f(); }"), once);
  EXPECT_EQ(inMain("for (;;) { if (n) { f(); break; } }"), once);
  EXPECT_EQ(inMain("for (;;) { if (n) { f(); return 1; } }"), once);
  EXPECT_EQ(inMain("for (;;) { switch (n) { case 1: { f(); break; } } }"), called);
  EXPECT_EQ(inMain("for (;;) { { if (n) continue; f(); break; } }"), called);
  EXPECT_EQ(inMain("goto on; on: f();"), once);
}

TEST(CallFacts, FollowsConstructors) {
  const std::string store = "void f() {} struct Store { Store() { f(); } }; ";
  EXPECT_EQ(often(store + "int main() { Store s; }"), "runs once: main -> Store::Store -> f");
  EXPECT_EQ(often(store + "struct App { Store s; }; int main() { App a; }"),
            "runs once: main -> Store::Store -> f");
  EXPECT_EQ(often(store + "int main() { auto s = std::make_unique<Store>(); }"),
            "runs once: main -> Store::Store -> f");
  EXPECT_EQ(often(store + "Store global;"),
            "runs once: static initialisation -> Store::Store -> f");
  EXPECT_EQ(often(store + "Store &get() { static Store s; return s; }"),
            "runs once: a static in get -> Store::Store -> f");
}

TEST(CallFacts, FollowsWhatIsHandedOn) {
  EXPECT_EQ(often("void f() {} void later(void (*)()); int main() { later(f); }"),
            "per request: 'f' is handed to later");
  EXPECT_EQ(often("void f() {} void (*p)() = f;"), "per request: 'f' is handed to static storage");
  EXPECT_EQ(often("void f() {} std::once_flag o; int main() { std::call_once(o, f); }"),
            "runs once: std::call_once in main -> f");
  EXPECT_EQ(often("void f() {} int main() { auto l = [] { f(); }; l(); }"),
            "runs once: main -> lambda in main -> f");
  EXPECT_EQ(often("void f() {} int main() { [] { f(); }(); }"),
            "runs once: main -> lambda in main -> f");
  EXPECT_EQ(often("void f() {} template <typename F> void each(F g) {} "
                  "int main() { auto l = [] { f(); }; each(l); }"),
            "per request: 'lambda in main' is handed to each");
}

TEST(CallFacts, FollowsThreads) {
  EXPECT_EQ(often("void f() {} int main() { std::thread t(f); }"),
            "runs once: main -> std::thread -> f");
  EXPECT_EQ(often("void f() {} struct S { void run() { f(); } void go() { std::thread t(&S::run, "
                  "this); } }; int main() { S s; s.go(); }"),
            "runs once: main -> S::go -> std::thread -> S::run -> f");
  EXPECT_EQ(often("void f() {} int main() { for (;;) std::thread t([] { f(); }); }"),
            "per request: main starts a thread for 'lambda in main' in a loop");
  EXPECT_EQ(oftenInC("void *f(void *p) { return p; } int main(void) { unsigned long t; "
                     "pthread_create(&t, 0, f, 0); }"),
            "runs once: main -> pthread_create -> f");
}

TEST(CallFacts, FollowsTables) {
  const std::string table =
      "void f(void) {} struct route { int n; void (*run)(void); }; static const "
      "struct route routes[] = {{1, f}}; ";
  EXPECT_EQ(oftenInC(table + "int main(void) { routes[0].run(); }"),
            "runs once: main -> route::run -> f");
  EXPECT_EQ(oftenInC(table + "int main(void) { for (;;) (*routes[0].run)(); }"),
            "per request: main calls 'route::run' in a loop");
  EXPECT_EQ(oftenInC(table),
            "per request: 'f' is held by 'route::run', which nobody that was seen calls");
  EXPECT_EQ(oftenInC(table + "int main(void) { void (*p)(void) = routes[0].run; p(); }"),
            "per request: 'route::run' is handed to 'p'");
}

TEST(CallFacts, FollowsVirtualCalls) {
  const std::string classes = "struct Base { virtual void run() = 0; }; void f() {} "
                              "struct Derived : Base { void run() override { f(); } }; ";
  EXPECT_EQ(often(classes + "int main() { Derived d; Base &b = d; b.run(); }"),
            "runs once: main -> Derived::run -> f");
  EXPECT_EQ(often(classes + "void all(Base &b) { for (;;) b.run(); }"),
            "per request: all calls 'Derived::run' in a loop");
}

TEST(CallFacts, FollowsTemplates) {
  EXPECT_EQ(often("void f() {} template <typename T> void g(T t) { f(); } int main() { g(1); }"),
            "runs once: main -> g -> f");
  EXPECT_EQ(
      often("void f() {} struct S { void run() { f(); } }; template <typename T> void g(T t) { "
            "for (;;) t.run(); } int main() { S s; s.run(); g(s); }"),
      "per request: g calls 'S::run' in a loop");
}

TEST(CallFacts, FollowsForks) {
  const auto inMain = [](const std::string &body) {
    return often("void f() {} int main() { for (;;) { accept(0, 0, 0); " + body + " } }");
  };
  const std::string child = "runs once: main forks -> f";
  const std::string often = "per request: main calls 'f' in a loop";
  EXPECT_EQ(inMain("if (fork() == 0) { f(); exit(0); }"), child);
  EXPECT_EQ(inMain("int pid = fork(); if (pid == 0) { f(); exit(0); }"), child);
  EXPECT_EQ(inMain("if (!fork()) { f(); exit(0); }"), child);
  EXPECT_EQ(inMain("if (fork() > 0) continue; f(); exit(0);"), child);
  EXPECT_EQ(inMain("if (fork() == 0) { exit(0); } f();"), often);
  EXPECT_EQ(inMain("if (fork() == 0) { exit(0); } else { f(); }"), often);
  EXPECT_EQ(inMain("if (fork() == 0) for (;;) f();"), often);
}

TEST(CallFacts, KnowsWhatServesAndWhatIsACgi) {
  const auto verdict = [](const std::string &body) {
    return siteOf("void f() { PGconn *c = PQconnectdb(\"\"); PQexec(c, \"\"); PQfinish(c); } "
                  "int main() { f(); " +
                  body + " }");
  };
  EXPECT_EQ(verdict(""), "RP111");
  EXPECT_EQ(verdict("accept(0, 0, 0);"), "RP108");
  EXPECT_EQ(verdict("getenv(\"QUERY_STRING\");"), "RP110");
  EXPECT_EQ(verdict("getenv(\"HOME\");"), "RP111");
  EXPECT_EQ(verdict("for (;;) { accept(0, 0, 0); f(); }"), "lease");
}

} // namespace

} // namespace repool
