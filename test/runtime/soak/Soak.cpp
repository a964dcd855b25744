// The runtime under load while everything around it breaks:
//   Soak [--seconds N] [--seed S] [--no-forks]
// Prints a line each 10 s and a summary. Ends with 0, with 1 and one sentence that names the seed
// and the promise that was broken, or with 77 where there is no server to start.

#include "Borrower.h"
#include "Faults.h"
#include "repool/events.h"
#include "repool/lease.h"
#include "repool/runtime.h"
#include "repool/stats.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <thread>
#include <unistd.h>
#include <utility>

#if defined(__SANITIZE_THREAD__)
#define SOAK_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SOAK_THREAD_SANITIZER 1
#endif
#endif

namespace repool::test {
namespace {

using std::chrono::seconds;

constexpr int Threads = 24;
constexpr int Max = 8;
constexpr Milliseconds Deadline(3000);
constexpr Milliseconds ResetLimit(5000); // the runtime's, see Pool.cpp
constexpr Milliseconds Slack(4000);      // a machine with other work to do
constexpr seconds Recovery(20);          // after the last fault
constexpr seconds Failback(90);          // a breaker of a link stays open for up to 30 s, and is
                                         // closed by two good probes

const Phases::Limits Limits = {
    Milliseconds(0),    Deadline + Slack,
    seconds(120), // the site's own; but a call that never ends is nobody's wish
    ResetLimit + Slack, seconds(120),
};

/// How often each kind of event was told.
std::array<std::atomic<long>, REPOOL_ROLLED_BACK + 1> told;

void countEvent(const Event *event, void *) {
  ++told[static_cast<std::size_t>(event->kind)];
}

int numberOf(const std::string &folder) {
  std::error_code none;
  int number = 0;
  for ([[maybe_unused]] const auto &entry : std::filesystem::directory_iterator(folder, none))
    ++number;
  return number;
}

struct Footprint {
  int threads = numberOf("/proc/self/task");
  int files = numberOf("/proc/self/fd");
};

struct Settings {
  int seconds = 600;
  unsigned seed = 1;
#ifdef SOAK_THREAD_SANITIZER
  bool forks = false; // threads that a forked child starts are not followed
#else
  bool forks = true;
#endif
};

class Soak {
public:
  explicit Soak(const Settings &settings) : settings_(settings), stage_(std::in_place) {}

  int run();

private:
  void prepare();
  void load();
  void watch();
  void expectRecovery();
  void expectCalm();
  void sayWhoDoesWhat();
  void expectQuiet();
  void expectCounters();
  void expectNothingLeft(const Footprint &before);
  void report(Clock::time_point began, const char *when) const;
  int end(const char *when);
  long sum(std::atomic<long> Borrower::Counts::*what) const;
  void endBorrowers();

  const Settings settings_;
  Town town_;
  std::optional<Stage> stage_;
  std::optional<Faults> faults_;
  std::deque<Borrower> borrowers_;
  std::vector<std::thread> threads_;
  std::atomic<bool> isWatching_{true};
  std::thread watcher_;
  Clock::time_point began_ = Clock::now();
};

long Soak::sum(std::atomic<long> Borrower::Counts::*what) const {
  long all = 0;
  for (const Borrower &borrower : borrowers_)
    all += borrower.counts().*what;
  return all;
}

void Soak::prepare() {
  const std::string made = stage_->server.ask(Town::tables(Threads));
  if (!made.empty())
    town_.verdict.broken("the tables cannot be made: " + made);
  // Kerberos and OpenSSL have locks of their own, which a child may find held by a thread that it
  // does not have.
  const std::string plain = "sslmode=disable gssencmode=disable";
  town_.url = PostgresServer::urlAt(stage_->direct.port(), plain);
  town_.childUrl = stage_->server.url(plain);
  town_.forks = settings_.forks;
  town_.holdAtDoor = [this](bool on) { stage_->holdAtDoor(on); };
  onEvent(countEvent);
  setenv("REPOOL_MAX", std::to_string(Max).c_str(), 1);
  setenv("REPOOL_DEADLINE_MS", std::to_string(Deadline.count()).c_str(), 1);
  setenv("REPOOL_PING_MS", "200", 1);
  setenv("REPOOL_LIFETIME_MS", "15000", 1);
  setenv("REPOOL_IDLE_MS", "5000", 1);
  setenv("REPOOL_POOLER_URL", PostgresServer::urlAt(stage_->toPooler.port(), plain).c_str(), 1);
  setenv("REPOOL_POOLER_MODE", "transaction", 1);
  faults_.emplace(*stage_, settings_.seed, town_.calm, [this] { return town_.verdict.isBroken(); });
}

void Soak::load() {
  for (int i = 0; i < Threads; ++i)
    borrowers_.emplace_back(i, settings_.seed, town_, Limits);
  for (Borrower &borrower : borrowers_)
    threads_.emplace_back([&borrower] { borrower.run(); });
  watcher_ = std::thread([this] { watch(); });
}

// What must hold at every instant. The proxies remember the most that they have seen.
void Soak::watch() {
  while (isWatching_ && !town_.verdict.isBroken()) {
    for (const Borrower &borrower : borrowers_)
      borrower.phases().check(town_.verdict);
    const int open[] = {stage_->direct.counts().mostOpen, stage_->toPooler.counts().mostOpen};
    for (const int each : open)
      if (each > Max)
        town_.verdict.broken("at one endpoint " + std::to_string(each) +
                             " sockets were open at a time, and max is " + std::to_string(Max));
    const Stats now = repool::stats();
    if (now.inUse > 2 * Max)
      town_.verdict.broken("stats(): " + std::to_string(now.inUse) + " connections are in use");
    std::this_thread::sleep_for(Milliseconds(50));
  }
}

/// Each way of writing a call is served again, and stays so.
void Soak::expectRecovery() {
  Phases phases(Limits);
  std::string last;
  const auto allWork = [&] {
    for (const unsigned marks : {0U, static_cast<unsigned>(detail::Stateless)})
      for (const bool isPqxx : {false, true})
        for (int i = 0; i < 3; ++i) {
          Reply reply{Reply::InDoubt, ""};
          const Loaned loaned =
              withSession({isPqxx, false, marks}, town_.url, phases, "recovery",
                          [&](Session &session) { reply = session.exec("SELECT 1"); });
          if (reply.kind != Reply::Done) {
            last = loaned.entered ? reply.text : loaned.refused;
            return false;
          }
        }
    return true;
  };
  const auto took = timeOf([&] {
    if (!eventually(allWork, Recovery))
      town_.verdict.broken("the service has not recovered " + std::to_string(Recovery.count()) +
                           " s after the last fault: " + last);
  });
  std::printf("recovered %ld ms after the last fault\n", static_cast<long>(took.count()));
  const auto isByPooler = [&] {
    Reply reply;
    withSession({false, false, detail::Stateless}, town_.url, phases, "failback",
                [&](Session &session) { reply = session.exec("SELECT host(inet_server_addr())"); });
    std::this_thread::sleep_for(Milliseconds(50));
    return reply.text == "127.0.0.2";
  };
  const auto back = timeOf([&] {
    if (!town_.verdict.isBroken() && !eventually(isByPooler, Failback))
      town_.verdict.broken("stateless calls have not come back to the pooler " +
                           std::to_string(Failback.count()) + " s after the last fault");
  });
  std::printf("back at the pooler after %ld ms more\n", static_cast<long>(back.count()));
}

/// For a person who reads that all stood still: who did what, and what the server saw.
void Soak::sayWhoDoesWhat() {
  for (const Borrower &borrower : borrowers_)
    std::printf("  %s\n", borrower.phases().said().c_str());
  const std::string seen =
      stage_->server.ask("SELECT string_agg(concat_ws(' ', pid, state, wait_event_type, wait_event,"
                         " now() - state_change, left(query, 60)), E'\n  ') FROM pg_stat_activity"
                         " WHERE backend_type = 'client backend'");
  std::printf("  %s\n", seen.c_str());
}

/// Nothing breaks any more: nobody is refused but who might wait for himself.
void Soak::expectCalm() {
  faults_->pass(Deadline); // who has waited since the faults
  const auto refusals = [&](const Stats &now) { return now.failed - now.nestedRefused; };
  const std::uint64_t before = refusals(repool::stats());
  std::uint64_t returned = 0;
  bool said = false;
  for (int i = 0; i < 6; ++i) {
    faults_->pass(Milliseconds(500));
    const std::uint64_t now = repool::stats().returned;
    if (now == returned && !std::exchange(said, true))
      sayWhoDoesWhat();
    returned = now;
  }
  const std::uint64_t after = refusals(repool::stats());
  if (after > before)
    town_.verdict.broken(std::to_string(after - before) +
                         " borrows were refused while nothing was broken; the last was told: " +
                         town_.lastRefusal());
}

void Soak::endBorrowers() {
  town_.isOver = true;
  for (std::thread &thread : threads_)
    thread.join();
  threads_.clear();
}

/// Nobody borrows any more: what the runtime says and what the proxies see are one.
void Soak::expectQuiet() {
  Stats now = {};
  const auto isQuiet = [&] {
    now = repool::stats();
    return now.inUse == 0 && now.waiting == 0 && now.dialing == 0 && now.borrowed == now.returned;
  };
  if (!eventually(isQuiet, seconds(10)))
    town_.verdict.broken(
        "after all gave back, stats() says inUse " + std::to_string(now.inUse) + ", waiting " +
        std::to_string(now.waiting) + ", dialing " + std::to_string(now.dialing) + ", borrowed " +
        std::to_string(now.borrowed) + ", returned " + std::to_string(now.returned));
  int open = 0;
  const auto isSame = [&] {
    open = stage_->direct.counts().open + stage_->toPooler.counts().open;
    now = repool::stats();
    return open == static_cast<int>(now.idle) && now.dialing == 0;
  };
  if (!eventually(isSame, seconds(10)))
    town_.verdict.broken("stats() says " + std::to_string(now.idle) +
                         " connections are open, the proxies see " + std::to_string(open));
}

void Soak::expectCounters() {
  const std::string total = stage_->server.ask("SELECT sum(n) FROM bank");
  if (total != std::to_string(Town::Accounts * Town::Start))
    town_.verdict.broken("at the end the sum of all accounts is " + total);
  for (std::size_t i = 0; i < borrowers_.size(); ++i) {
    const Borrower::Counts &counts = borrowers_[i].counts();
    const long n = std::atol(
        stage_->server.ask("SELECT n FROM counter WHERE id = " + std::to_string(i)).c_str());
    if (n < counts.confirmed || n > counts.confirmed + counts.inDoubt)
      town_.verdict.broken("counter " + std::to_string(i) + " is " + std::to_string(n) + ", with " +
                           std::to_string(counts.confirmed) + " confirmed and " +
                           std::to_string(counts.inDoubt) + " in doubt");
  }
}

void Soak::expectNothingLeft(const Footprint &before) {
  if (!repool::shutdown(10000))
    town_.verdict.broken("shutdown() says that a connection is still lent");
  int open = 0;
  const auto areGone = [&] {
    open = stage_->direct.counts().open + stage_->toPooler.counts().open;
    return open == 0;
  };
  if (!eventually(areGone, seconds(10)))
    town_.verdict.broken("after shutdown() " + std::to_string(open) + " sockets are open");
  Footprint now;
  const auto isSame = [&] {
    now = Footprint();
    return now.files <= before.files;
  };
  if (!eventually(isSame, seconds(10)))
    town_.verdict.broken("the program has " + std::to_string(now.files) + " open files, and had " +
                         std::to_string(before.files) + " before it first borrowed");
  constexpr int OwnThreads = 8; // workers and the clock; never one for each call or loss
  if (now.threads > before.threads + OwnThreads)
    town_.verdict.broken("the program has " + std::to_string(now.threads) + " threads, and had " +
                         std::to_string(before.threads) + " before it first borrowed");
  std::printf("threads %d -> %d, open files %d -> %d\n", before.threads, now.threads, before.files,
              now.files);
}

void Soak::report(Clock::time_point began, const char *when) const {
  const auto since = std::chrono::duration_cast<seconds>(Clock::now() - began);
  const Stats now = repool::stats();
  std::printf("%s %4ld s: %ld calls, %ld refused, %ld confirmed, %ld in doubt, %ld run again, %ld "
              "forks | opened %lu, lost %lu, dead %lu, retries %lu, fallbacks %lu, breaker %lu, "
              "timeouts %lu, in use %lu | %s\n",
              when, static_cast<long>(since.count()), sum(&Borrower::Counts::calls),
              sum(&Borrower::Counts::refused), sum(&Borrower::Counts::confirmed),
              sum(&Borrower::Counts::inDoubt), sum(&Borrower::Counts::again),
              sum(&Borrower::Counts::forks), now.opened, now.lost, now.deadReplaced, now.retries,
              now.fallbacks, now.breakerOpened, now.timeouts, now.inUse, faults_->last().c_str());
  std::fflush(stdout);
}

// With a promise broken a call may hang for ever: what it waits for is taken away, it is not
// joined.
int Soak::end(const char *when) {
  isWatching_ = false;
  if (watcher_.joinable())
    watcher_.join();
  if (!town_.verdict.isBroken())
    return 0;
  report(began_, "failed");
  std::printf("soak: seed %u, %s (last fault: %s): %s\n", settings_.seed, when,
              faults_->last().c_str(), town_.verdict.sentence().c_str());
  std::fflush(stdout);
  if (std::getenv("SOAK_HOLD")) // for a debugger
    std::this_thread::sleep_for(std::chrono::hours(1));
  stage_.reset();
  _exit(1);
}

int Soak::run() {
  prepare();
  const Footprint before;
  if (town_.verdict.isBroken())
    return end("at the start");
  began_ = Clock::now();
  load();
  const auto faultsEnd = began_ + seconds(settings_.seconds);
  auto next = began_ + seconds(10);
  faults_->pass(seconds(1));
  while (Clock::now() < faultsEnd && !town_.verdict.isBroken()) {
    faults_->once();
    faults_->pass(faults_->between(300, 1200));
    if (Clock::now() >= next) {
      report(began_, "soak");
      next = Clock::now() + seconds(10);
    }
  }
  if (town_.verdict.isBroken())
    return end("during the faults");
  for (FaultProxy *const proxy : {&stage_->direct, &stage_->toPooler})
    proxy->cutAt("", FaultProxy::Cut::BeforeServer);
  expectRecovery();
  if (!town_.verdict.isBroken())
    expectCalm();
  if (town_.verdict.isBroken())
    return end("after the faults");
  const bool haveAllEnded = eventually(
      [&] {
        town_.isOver = true;
        for (const Borrower &borrower : borrowers_)
          if (borrower.phases().now() != Phase::Idle)
            return false;
        return true;
      },
      seconds(60));
  if (!haveAllEnded)
    town_.verdict.broken("a call has not ended 60 s after the last fault");
  if (town_.verdict.isBroken())
    return end("after the faults");
  endBorrowers();
  report(began_, "done");
  expectQuiet();
  expectCounters();
  isWatching_ = false;
  watcher_.join();
  expectNothingLeft(before);
  if (town_.verdict.isBroken())
    return end("when all was quiet");
  Milliseconds borrow(0);
  Milliseconds giveBack(0);
  Milliseconds work(0);
  for (const Borrower &borrower : borrowers_) {
    borrow = std::max(borrow, borrower.phases().longest(Phase::Borrows));
    giveBack = std::max(giveBack, borrower.phases().longest(Phase::GivesBack));
    work = std::max(work, borrower.phases().longest(Phase::Works));
  }
  std::printf("longest: borrow %ld ms, give back %ld ms, in the callback %ld ms; most sockets %d "
              "and %d of %d\nfaults:",
              static_cast<long>(borrow.count()), static_cast<long>(giveBack.count()),
              static_cast<long>(work.count()), stage_->direct.counts().mostOpen,
              stage_->toPooler.counts().mostOpen, Max);
  for (const auto &[name, count] : faults_->done())
    std::printf(" %s %d,", name.c_str(), count);
  std::printf("\nevents: lost %ld, dial failed %ld, breaker opened %ld, closed %ld, fallback %ld, "
              "failback %ld, foreign %ld, rolled back %ld\n",
              told[REPOOL_LOST].load(), told[REPOOL_DIAL_FAILED].load(),
              told[REPOOL_BREAKER_OPENED].load(), told[REPOOL_BREAKER_CLOSED].load(),
              told[REPOOL_FALLBACK].load(), told[REPOOL_FAILBACK].load(),
              told[REPOOL_FOREIGN].load(), told[REPOOL_ROLLED_BACK].load());
  std::printf("soak: seed %u: every promise held\n", settings_.seed);
  return 0;
}

bool read(int count, char **arguments, Settings &settings) {
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    const char *const value = i + 1 < count ? arguments[i + 1] : nullptr;
    if (name == "--no-forks")
      settings.forks = false;
    else if (name == "--seconds" && value && std::atoi(value) > 0)
      settings.seconds = std::atoi(arguments[++i]);
    else if (name == "--seed" && value)
      settings.seed = static_cast<unsigned>(std::strtoul(arguments[++i], nullptr, 10));
    else
      return false;
  }
  return true;
}

} // namespace
} // namespace repool::test

int main(int count, char **arguments) {
  using namespace repool::test;
  Settings settings;
  if (!read(count, arguments, settings)) {
    std::fprintf(stderr, "usage: Soak [--seconds N] [--seed S] [--no-forks]\n");
    return 2;
  }
  if (!PostgresServer::isInstalled() || !PgBouncer::isInstalled()) {
    std::printf("skipped: no PostgreSQL server or no PgBouncer to start\n");
    return 77;
  }
  Soak soak(settings);
  return soak.run();
}
