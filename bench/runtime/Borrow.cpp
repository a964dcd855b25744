// What borrowing and giving back costs, in nanoseconds, on a real PostgreSQL connection.
//
//   repool_bench_borrow --url=URL [--connections=10] [--threads=1,2,16,1500] [Google Benchmark's
//   flags]
//
// Times are wall time of the whole process per borrow, whatever the number of threads. A thread is
// parked from the start: glibc takes its locks without atomics while a process has only one, which
// no service has.

#include "FifoPool.h"
#include "MutexPool.h"
#include "Peek.h"
#include "SociPool.h"
#include "repool/pq.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <sstream>
#include <thread>

namespace {

using namespace repool::bench;

std::string url;
std::unique_ptr<MutexPool> mutexPool;
std::unique_ptr<FifoPool> fifoPool;
std::unique_ptr<SociPool> sociPool;
PGconn *ownConnection = nullptr; ///< of nobody's pool, for what a peek costs

// What cannot be avoided: taking and giving back lock once each, waiting time and hold time need
// the clock twice, and freshness needs the look.

void lockPair() {
  static std::mutex mutex;
  mutex.lock();
  benchmark::ClobberMemory();
  mutex.unlock();
}

void readClock() {
  auto now = std::chrono::steady_clock::now();
  benchmark::DoNotOptimize(now);
}

void peek() {
  const bool isFine = isQuiet(PQsocket(ownConnection));
  if (!isFine)
    std::abort(); // the server has gone: every figure would be wrong
}

void parts() {
  lockPair();
  readClock();
  peek();
  readClock();
  lockPair();
}

void repoolLease() {
  auto lease = repool::withDatabase(repool::pq(url).stateless());
  benchmark::DoNotOptimize(lease.get());
}

void repoolLeaseFromText() {
  auto lease = repool::withDatabase(repool::pq(url.c_str()).stateless());
  benchmark::DoNotOptimize(lease.get());
}

void repoolCallback() {
  const bool isGood = repool::withDatabase(
      repool::pq(url).stateless(), [](PGconn *conn) { return PQstatus(conn) == CONNECTION_OK; });
  if (!isGood)
    std::abort(); // a failure is cheaper than a borrow
}

void repoolPair() {
  PGconn *const conn = repool_pq_open(url.c_str());
  benchmark::DoNotOptimize(conn);
  repool_pq_close(conn);
}

void repoolFullReset() {
  auto lease = repool::withDatabase(repool::pq(url));
  benchmark::DoNotOptimize(lease.get());
}

void mutexBare() {
  mutexPool->give(mutexPool->take());
}

void mutexChecked() {
  PGconn *const conn = mutexPool->take();
  if (!isQuiet(conn))
    std::abort();
  mutexPool->give(conn);
}

void fifoChecked() {
  PGconn *const conn = fifoPool->take();
  if (!isQuiet(conn))
    std::abort();
  fifoPool->give(conn);
}

void sociBare() {
  const std::size_t place = sociPool->pool().lease();
  benchmark::DoNotOptimize(place);
  sociPool->pool().give_back(place);
}

void sociChecked() {
  const std::size_t place = sociPool->pool().lease();
  if (!isQuiet(sociPool->handleAt(place)))
    std::abort();
  sociPool->pool().give_back(place);
}

void sociSession() {
  soci::session session(sociPool->pool());
  benchmark::DoNotOptimize(session.get_backend());
}

void sociSessionChecked() {
  soci::session session(sociPool->pool());
  if (!isQuiet(SociPool::handleOf(session)))
    std::abort();
}

/// Lets nobody go on until \p count threads are there.
void meet(int count) {
  static std::mutex mutex;
  static std::condition_variable isComplete;
  static int there = 0;
  static int meetings = 0;
  std::unique_lock<std::mutex> lock(mutex);
  const int mine = meetings;
  if (++there < count) {
    isComplete.wait(lock, [mine] { return meetings != mine; });
    return;
  }
  there = 0;
  ++meetings;
  isComplete.notify_all();
}

// Google Benchmark takes the mean of the threads' own times. Where they take turns rather than run
// side by side that is less than what passed, so all of them end with the last one.
void add(const char *name, void (*operation)(), const std::vector<int> &threads) {
  auto *const measured = benchmark::RegisterBenchmark(name, [operation](benchmark::State &state) {
    const benchmark::IterationCount share = state.max_iterations;
    while (state.KeepRunningBatch(share)) {
      for (benchmark::IterationCount i = 0; i < share; ++i)
        operation();
      meet(state.threads());
    }
    state.SetItemsProcessed(state.iterations());
  });
  measured->UseRealTime();
  for (const int count : threads)
    measured->Threads(count);
}

void addAll(const std::vector<int> &threads) {
  const std::vector<int> one{1};
  add("parts/lock-pair", lockPair, one);
  add("parts/clock", readClock, one);
  add("parts/peek", peek, one);
  add("parts/sum", parts, one);
  add("repool/lease", repoolLease, threads);
  add("repool/lease-from-text", repoolLeaseFromText, one);
  add("repool/callback", repoolCallback, threads);
  add("repool/full-reset", repoolFullReset, one);
  add("repool/c-pair", repoolPair, one);
  add("mutex/bare", mutexBare, threads);
  add("mutex/peek", mutexChecked, threads);
  add("fifo/peek", fifoChecked, threads);
  add("soci/lease", sociBare, threads);
  add("soci/lease-peek", sociChecked, threads);
  add("soci/session", sociSession, one);
  add("soci/session-peek", sociSessionChecked, threads);
}

std::vector<int> numbers(const std::string &list) {
  std::vector<int> values;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');)
    values.push_back(std::stoi(word));
  return values;
}

/// Takes `--name=value` out of the arguments.
std::string take(int &argc, char **argv, const std::string &name, const std::string &otherwise) {
  const std::string start = "--" + name + "=";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.rfind(start, 0) != 0)
      continue;
    std::copy(argv + i + 1, argv + argc, argv + i);
    --argc;
    return word.substr(start.size());
  }
  return otherwise;
}

} // namespace

int main(int argc, char **argv) {
  url = take(argc, argv, "url", "");
  const std::string connections = take(argc, argv, "connections", "10");
  const std::vector<int> threads = numbers(take(argc, argv, "threads", "1,2,16,1500"));
  benchmark::Initialize(&argc, argv);
  if (url.empty() || benchmark::ReportUnrecognizedArguments(argc, argv)) {
    std::fprintf(stderr,
                 "usage: repool_bench_borrow --url=URL [--connections=N] [--threads=N,N]\n");
    return 2;
  }
  setenv("REPOOL_MAX", connections.c_str(), 1);
  std::thread([] { std::this_thread::sleep_for(std::chrono::hours(24)); }).detach();

  const std::size_t size = std::stoul(connections);
  mutexPool = std::make_unique<MutexPool>(url, size);
  fifoPool = std::make_unique<FifoPool>(url, size);
  sociPool = std::make_unique<SociPool>(url, size);
  ownConnection = openOrExit(url);
  addAll(threads);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
