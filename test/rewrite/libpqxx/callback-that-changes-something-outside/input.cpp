#include <pqxx/pqxx>

#include <cstdlib>
#include <thread>
#include <fstream>
#include <memory>
#include <functional>
#include <tuple>
#include <vector>
#include <mutex>
// Nothing here may be marked `.readOnly()`: run twice, it would show.
struct Log { ~Log(); };
struct Base { virtual void hit() const; };
struct Counter { mutable int n = 0; void hit() const { ++n; } };
struct Cb { std::function<void()> f; };
static int g;
static std::string gs;
struct View { std::string *to; void put(const char *s) { *to = s; } };
struct Ref { std::string &to; void put(const char *s) { to = s; } };
int a1(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  Log log;
  return 1;
}

int a2(const char *url, const Base &b) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  b.hit();
  return 1;
}

int a3(const char *url, const Counter &b) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  b.hit();
  return 1;
}

int a4(const char *url, const Cb &b) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  b.f();
  return 1;
}

int a5(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  View v{&gs};
  v.put("x");
  return 1;
}

int a6(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  Ref v{gs};
  v.put("x");
  return 1;
}

int a7(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::ofstream f("/tmp/x");
  return 1;
}

int a8(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::thread([] { g = 1; }).detach();
  return 1;
}

int a9(const char *url, std::vector<int> &v) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  for (int &i : v) ++i;
  return 1;
}

int a10(const char *url, std::vector<int> &v) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  auto it = v.begin();
  *it = 3;
  return 1;
}

int a11(const char *url, std::vector<int> &v) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  v[0] = 3;
  return 1;
}

int a12(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  static int calls = 0;
  return calls;
}

int a13(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  int *p = &g;
  *p = 2;
  return 1;
}

int a14(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  int *p[1] = {&g};
  for (int *q : p) *q = 3;
  return 1;
}

int a15(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::vector<std::reference_wrapper<int>> r{g};
  for (int &q : r) q = 3;
  return 1;
}

int a16(const char *url, std::mutex &m) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::lock_guard<std::mutex> lock(m);
  return 1;
}

int a17(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  auto f = [&] { g++; };
  f();
  return 1;
}

int a18(const char *url, std::string &s) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  auto [a, b] = std::tie(s, s);
  a = "x";
  return 1;
}

int a19(const char *url, std::string &s) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::tie(s, s) = std::make_pair("a", "b");
  return 1;
}

int a20(const char *url, std::unique_ptr<int> p) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  *p = 3;
  return 1;
}

int a21(const char *url, int n) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  auto f = [n]() mutable { return ++n; };
  return f();
}

int a22(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  return rand();
}

int a23(const char *url, std::pair<int &, int> p) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::pair<int &, int> q = p;
  q.first = 3;
  std::get<0>(q) = 4;
  return 1;
}

int a24(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::pair<int &, int> q{g, 1};
  std::get<0>(q) = 4;
  return 1;
}

int a25(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  auto [to] = Ref{gs};
  to = "x";
  return 1;
}
struct Made {
  explicit Made(int n) { g += n; }
};

int a26(const char *url) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  tx.exec("SELECT id FROM book");
  std::vector<Made> made;
  made.emplace_back(3);
  return 1;
}

struct S {
  int n = 0;
  int f(const char *url) {
    pqxx::connection conn(url);
    pqxx::work tx(conn);
    tx.exec("SELECT id FROM book");
    n = 3;
    return 1;
  }
  int h(const char *url) {
    pqxx::connection conn(url);
    pqxx::work tx(conn);
    tx.exec("SELECT id FROM book");
    bump();
    return 1;
  }
  void bump() { ++n; }
};
