// A service that drains at SIGTERM: says "ready" when all its threads have work on the server,
// then what repool::shutdown() said and how its requests ended.
//   serves URL SECONDS LIMIT_MS

#include "repool/pq.h"
#include "repool/runtime.h"

#include <libpq-fe.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

int main(int count, char **arguments) {
  if (count != 4)
    return 2;
  sigset_t terminate;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &terminate, nullptr); // the threads inherit it
  const std::string url = arguments[1];
  const std::string sql = std::string("SELECT pg_sleep(") + arguments[2] + ")";
  std::atomic<int> done{0};
  std::atomic<int> lent{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      repool::withDatabase(repool::pq(url), [&](PGconn *conn) {
        ++lent;
        PGresult *const result = PQexec(conn, sql.c_str());
        done += PQresultStatus(result) == PGRES_TUPLES_OK ? 1 : 0;
        PQclear(result);
      });
    });
  while (lent < 3)
    std::this_thread::yield();
  std::puts("ready");
  std::fflush(stdout);
  int number = 0;
  sigwait(&terminate, &number);
  const bool isDrained = repool::shutdown(std::atoi(arguments[3]));
  std::printf("drained %d, done %d\n", isDrained ? 1 : 0, done.load());
  std::fflush(stdout);
  if (!isDrained)
    std::_Exit(0);
  for (std::thread &thread : threads)
    thread.join();
}
