// Ends in one of the ways in which programs end while they still use the database, and says what
// its last borrow gave:
//   exits HOW URL
// HOW: static, atexit, detached, quick, leased, thread, told (at SIGTERM).
// With EXITS_URL it also borrows before main().

#include "repool/pq.h"

#include <libpq-fe.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

const char *url = nullptr;

void borrow(const char *where) {
  repool::withDatabase(repool::pq(url), [&](PGconn *conn) {
    if (PQstatus(conn) != CONNECTION_OK) {
      std::printf("%s: %s", where, PQerrorMessage(conn));
      return;
    }
    PGresult *const result = PQexec(conn, "SELECT 42");
    std::printf("%s %s\n", where,
                PQresultStatus(result) == PGRES_TUPLES_OK ? PQgetvalue(result, 0, 0)
                                                          : PQerrorMessage(conn));
    std::fflush(stdout);
    PQclear(result);
  });
}

/// Destroyed after main(), and before or after whatever the runtime may have.
struct Last {
  bool isArmed = false;

  ~Last() {
    if (isArmed)
      borrow("static");
  }
};

Last last;

struct First {
  First() {
    url = std::getenv("EXITS_URL");
    if (url)
      borrow("constructor");
  }
};

First first;

repool::Lease<PGconn> &leaseOfTheProgram() {
  static repool::Lease<PGconn> lease;
  return lease;
}

} // namespace

int main(int count, char **arguments) {
  if (count != 3)
    return 2;
  const char *const how = arguments[1];
  url = arguments[2];
  sigset_t terminate;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &terminate, nullptr);
  borrow("main");
  if (!std::strcmp(how, "static"))
    last.isArmed = true;
  else if (!std::strcmp(how, "atexit"))
    std::atexit([] { borrow("atexit"); });
  else if (!std::strcmp(how, "leased"))
    leaseOfTheProgram() = repool::withDatabase(repool::pq(url));
  else if (!std::strcmp(how, "detached"))
    for (int i = 0; i < 4; ++i)
      std::thread([] {
        for (;;)
          repool::withDatabase(repool::pq(url),
                               [](PGconn *conn) { PQclear(PQexec(conn, "SELECT 1")); });
      }).detach();
  else if (!std::strcmp(how, "thread"))
    std::thread([] { borrow("thread"); }).join();
  else if (!std::strcmp(how, "quick"))
    std::quick_exit(0);
  else if (!std::strcmp(how, "told")) {
    int number = 0;
    sigwait(&terminate, &number);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return 0;
}
