// Puts load on a server in one of several ways, and prints one line of JSON.
//
//   repool_bench_load CONTENDER URL THREADS CONNECTIONS SECONDS
//
// A closed loop: each thread asks for a row by a random key, as pgbench -S does, and asks again
// when it has it. Counted is what ends within the measured time, which begins half a second after
// all threads run. An error ends nothing; it is counted and is no answer.

#include "Contenders.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int rows = 100000; ///< of pgbench -i -s 1
constexpr std::chrono::milliseconds warmUp{500};

enum class Phase { WarmUp, Measured, Over };

struct Tally {
  std::vector<std::uint32_t> microseconds; ///< of each answer
  std::uint64_t errors = 0;
};

struct Load {
  repool::bench::Contender &contender;
  std::atomic<Phase> phase{Phase::WarmUp};
  std::mutex gate; ///< held until all threads are there
};

void ask(Load &load, unsigned seed, Tally &tally) {
  std::minstd_rand random(seed);
  std::uniform_int_distribution<int> keys(1, rows);
  char sql[80];
  load.gate.lock();
  load.gate.unlock();
  for (;;) {
    std::snprintf(sql, sizeof sql, "SELECT abalance FROM pgbench_accounts WHERE aid = %d;",
                  keys(random));
    const Clock::time_point begin = Clock::now();
    const bool isAnswered = load.contender.request(sql);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    const Phase phase = load.phase.load(std::memory_order_relaxed);
    if (phase == Phase::Over)
      return;
    if (phase != Phase::Measured)
      continue;
    if (isAnswered)
      tally.microseconds.push_back(static_cast<std::uint32_t>(took.count()));
    else
      ++tally.errors;
  }
}

double secondsOf(const timeval &time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct Usage {
  double cpu;
  double switches;

  static Usage now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime),
            static_cast<double>(usage.ru_nvcsw + usage.ru_nivcsw)};
  }
};

double quantile(const std::vector<std::uint32_t> &sorted, double part) {
  if (sorted.empty())
    return 0;
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(part * last)] / 1000.0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: %s CONTENDER URL THREADS CONNECTIONS SECONDS\n", argv[0]);
    return 2;
  }
  const std::size_t threads = std::strtoul(argv[3], nullptr, 10);
  const double wanted = std::strtod(argv[5], nullptr);
  setenv("REPOOL_MAX", argv[4], 1);
  const auto contender =
      repool::bench::contender(argv[1], argv[2], std::strtoul(argv[4], nullptr, 10));
  if (!contender || threads == 0) {
    std::fprintf(stderr, "%s: no contender '%s', or no threads\n", argv[0], argv[1]);
    return 2;
  }

  Load load{*contender};
  std::vector<Tally> tallies(threads);
  std::vector<std::thread> workers;
  load.gate.lock();
  for (std::size_t i = 0; i < threads; ++i)
    workers.emplace_back(ask, std::ref(load), static_cast<unsigned>(i + 1), std::ref(tallies[i]));
  load.gate.unlock();

  std::this_thread::sleep_for(warmUp);
  const Usage before = Usage::now();
  const Clock::time_point begin = Clock::now();
  load.phase = Phase::Measured;
  std::this_thread::sleep_for(std::chrono::duration<double>(wanted));
  load.phase = Phase::Over;
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  const Usage after = Usage::now();
  for (std::thread &worker : workers)
    worker.join();

  std::vector<std::uint32_t> all;
  std::uint64_t errors = 0;
  for (const Tally &tally : tallies) {
    all.insert(all.end(), tally.microseconds.begin(), tally.microseconds.end());
    errors += tally.errors;
  }
  std::sort(all.begin(), all.end());
  const auto answers = static_cast<double>(all.size());
  const double each = std::max(1.0, answers + static_cast<double>(errors));
  std::printf("{\"throughput\": %.1f, \"errors\": %llu, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
              "\"max_ms\": %.3f, \"client_cpu_us\": %.2f, \"switches\": %.2f}\n",
              answers / seconds, static_cast<unsigned long long>(errors), quantile(all, 0.5),
              quantile(all, 0.99), quantile(all, 1.0), (after.cpu - before.cpu) * 1e6 / each,
              (after.switches - before.switches) / each);
  return 0;
}
