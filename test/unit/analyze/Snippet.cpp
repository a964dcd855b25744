#include "Snippet.h"

#include "TempTree.h"
#include "analyze/AnalyzeUnit.h"
#include "decide/Decide.h"
#include "parse/Parse.h"

#include <algorithm>

namespace repool::test {

namespace {

constexpr const char *ClientHeader = R"(#pragma once
#ifdef __cplusplus
extern "C" {
#endif
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
typedef enum { CONNECTION_OK, CONNECTION_BAD } ConnStatusType;
PGconn *PQconnectdb(const char *);
PGconn *PQconnectStart(const char *);
void PQfinish(PGconn *);
void PQreset(PGconn *);
ConnStatusType PQstatus(const PGconn *);
char *PQerrorMessage(const PGconn *);
PGresult *PQexec(PGconn *, const char *);
void PQclear(PGresult *);
void *PQsetNoticeProcessor(PGconn *, void (*)(void *, const char *), void *);
typedef struct sqlite3 sqlite3;
#define SQLITE_OK 0
int sqlite3_open(const char *, sqlite3 **);
int sqlite3_close(sqlite3 *);
int sqlite3_exec(sqlite3 *, const char *, void *, void *, char **);
const char *sqlite3_errmsg(sqlite3 *);
__attribute__((noreturn)) void exit(int);
int strcmp(const char *, const char *);
char *strdup(const char *);
int fork(void);
int accept(int, void *, void *);
char *getenv(const char *);
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
void *alloca(unsigned long);
void outside(void *);
#ifdef __cplusplus
}
namespace std {
template <typename T> T &&move(T &t) { return static_cast<T &&>(t); }
using nullptr_t = decltype(nullptr);
template <typename T> struct default_delete {
  void operator()(T *) const;
};
template <typename T, typename D = default_delete<T>> struct unique_ptr {
  unique_ptr();
  unique_ptr(nullptr_t);
  explicit unique_ptr(T *);
  unique_ptr(T *, D);
  unique_ptr(unique_ptr &&);
  ~unique_ptr();
  unique_ptr &operator=(unique_ptr &&);
  unique_ptr &operator=(nullptr_t);
  T *get() const;
  T *release();
  void reset(T * = nullptr);
  T &operator*() const;
  T *operator->() const;
  explicit operator bool() const;
};
template <typename T, typename... A> unique_ptr<T> make_unique(A &&...);
template <typename T> struct shared_ptr {
  shared_ptr();
  shared_ptr(const shared_ptr &);
  explicit shared_ptr(T *);
  template <typename D> shared_ptr(T *, D);
  ~shared_ptr();
  T *get() const;
  T &operator*() const;
  T *operator->() const;
};
template <typename T, typename... A> shared_ptr<T> make_shared(A &&...);
struct thread {
  template <typename F, typename... A> explicit thread(F &&, A &&...) {}
};
struct once_flag {};
template <typename F> void call_once(once_flag &, F &&) {}
struct string {
  string(const char *);
  string(const string &);
  ~string();
  bool operator==(const char *) const;
  int find(const char *) const;
};
struct exception {
  const char *what() const noexcept;
};
template <typename R, typename...> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <typename P = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  operator coroutine_handle<>() const noexcept;
};
template <> struct coroutine_handle<void> {
  static coroutine_handle from_address(void *) noexcept;
};
struct suspend_never {
  bool await_ready() noexcept;
  void await_suspend(coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
} // namespace std
struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
namespace pqxx {
struct connection {
  explicit connection(const char * = "");
  connection(const char *, int);
  connection(connection &&);
  ~connection();
  bool is_open() const;
  const char *dbname() const;
  void close();
  void prepare(const char *, const char *);
};
struct result {
  result();
  result(const result &);
  ~result();
};
struct work {
  explicit work(connection &);
  ~work();
  result exec(const char *);
  int query_value(const char *);
  void commit();
};
} // namespace pqxx
#endif
)";

} // namespace

TuFacts factsOf(const std::string &code, Language language) {
  const TempTree tree;
  tree.write("client/clients.h", ClientHeader);
  const bool isCxx = language == Language::Cxx;
  const std::string root = tree.path("src");
  const std::string file =
      tree.write(isCxx ? "src/a.cpp" : "src/a.c", "#include <clients.h>\n" + code + "\n");
  const CompileUnit unit{file,
                         root,
                         {isCxx ? "c++" : "cc", isCxx ? "-std=c++20" : "-std=gnu11", "-isystem",
                          tree.path("client"), "-w", file}};
  SourceStore sources;
  TuFacts facts;
  const ParseOutcome outcome =
      parseUnit(unit, {}, {.root = root}, sources,
                [&](clang::CompilerInstance &compiler, const ParseOutcome &sofar) {
                  facts = analyzeUnit(compiler, sofar, file, builtinDrivers(), root, sources);
                });
  EXPECT_FALSE(outcome.failure) << *outcome.failure << "\n" << code;
  return facts;
}

std::string siteOf(const std::string &code, Language language) {
  const ProgramFacts program = gather({factsOf(code, language)});
  if (program.handles.empty())
    return "none";
  const Handle &handle = program.handles.front();
  const auto driver = std::ranges::find(builtinDrivers(), handle.driver, &DriverSpec::name);
  const Ruling ruling = decide(handle, *driver, program, {}, {}, {});
  return ruling.verdict == Verdict::Rewritten ? std::string(toString(ruling.strategy))
                                              : ruling.reason.code;
}

std::string problemsOf(const std::string &code, Language language) {
  const TuFacts facts = factsOf(code, language);
  if (facts.handles.empty())
    return "none";
  std::string result;
  const auto add = [&](const char *what, const std::vector<Problem> &problems) {
    for (const Problem &problem : problems)
      result += (result.empty() ? "" : " ") + (what + problem.code);
  };
  const Handle &handle = facts.handles.front();
  add("", handle.hazards);
  add("lease:", handle.againstLease);
  add("pair:", handle.againstPair);
  add("wrap:", handle.againstWrap);
  return result;
}

} // namespace repool::test
