// Shows one effect of the configuration that the environment gives to a built program:
//   probes WHAT URL
// Prints one line with the answer; see ConfiguredTest for what it should be.

#include "repool/pq.h"
#include "repool/runtime.h"
#include "repool/stats.h"

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

std::string url;

void pause(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

std::string ask(PGconn *conn, const char *sql) {
  if (PQstatus(conn) != CONNECTION_OK)
    return PQerrorMessage(conn); // PQexec would put its own words there
  PGresult *const result = PQexec(conn, sql);
  const std::string answer =
      PQresultStatus(result) == PGRES_TUPLES_OK ? PQgetvalue(result, 0, 0) : PQerrorMessage(conn);
  PQclear(result);
  return answer;
}

std::string request(const char *sql) {
  return repool::withDatabase(repool::pq(url).stateless(),
                              [&](PGconn *conn) { return ask(conn, sql); });
}

std::string requestUnmarked(const char *sql) {
  return repool::withDatabase(repool::pq(url), [&](PGconn *conn) { return ask(conn, sql); });
}

template <class Condition> bool comesTrue(Condition condition) {
  for (int i = 0; i < 1000 && !condition(); ++i)
    pause(10);
  return condition();
}

/// How many backends serve requests that come one after the other.
std::size_t backends(int requests, int apart) {
  std::set<std::string> seen;
  for (int i = 0; i < requests; ++i) {
    pause(i ? apart : 0);
    seen.insert(request("SELECT pg_backend_pid()"));
  }
  return seen.size();
}

/// How many of \p wanted get a connection while nobody gives back.
int together(int wanted) {
  std::atomic<int> held{0};
  std::atomic<int> decided{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < wanted; ++i)
    threads.emplace_back([&] {
      const auto lease = repool::withDatabase(repool::pq(url));
      held += PQstatus(lease.get()) == CONNECTION_OK ? 1 : 0;
      ++decided;
      while (decided < wanted)
        pause(1);
    });
  for (std::thread &thread : threads)
    thread.join();
  return held;
}

/// Says "pool" or "direct" whenever it changes, until killed.
void watchMode() {
  std::string last;
  for (;;) {
    const std::string mode = backends(2, 0) == 1 ? "pool" : "direct";
    if (mode != last)
      std::puts(mode.c_str());
    std::fflush(stdout);
    last = mode;
    pause(20);
  }
}

std::string answer(const std::string &what) {
  if (what == "backends")
    return std::to_string(backends(5, 0));
  if (what == "backends-apart")
    return std::to_string(backends(2, 2500));
  if (what == "together")
    return std::to_string(together(13));
  if (what == "way")
    return request("SELECT host(inet_server_addr())");
  if (what == "way-unmarked")
    return requestUnmarked("SELECT host(inet_server_addr())");
  if (what == "deadline") {
    const auto lease = repool::withDatabase(repool::pq(url));
    std::string message;
    std::thread([&] { message = request("SELECT 1"); }).join();
    return message;
  }
  if (what == "reset") {
    requestUnmarked("SET work_mem = '7MB'");
    return requestUnmarked("SHOW work_mem");
  }
  if (what == "idle") {
    request("SELECT 1");
    return comesTrue([] { return repool::stats().idle == 0; }) ? "closed" : "open";
  }
  if (what == "least") {
    request("SELECT 1");
    return comesTrue([] { return repool::stats().idle == 3; }) ? "3" : "not 3";
  }
  if (what == "pings") {
    request("SELECT 1");
    pause(300);
    request("SELECT 1");
    return std::to_string(repool::stats().pings);
  }
  if (what == "leak") {
    const auto lease = repool::withDatabase(repool::pq(url));
    return comesTrue([] { return repool::stats().leaks == 1; }) ? "1" : "none";
  }
  return "unknown";
}

} // namespace

int main(int count, char **arguments) {
  if (count != 3)
    return 2;
  url = arguments[2];
  if (arguments[1] == std::string("mode"))
    watchMode();
  std::printf("%s\n", answer(arguments[1]).c_str());
}
