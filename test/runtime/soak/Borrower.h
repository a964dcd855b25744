/// \file
/// One thread of a program that uses the runtime as programs do, by its own random numbers.
///
///   transfers     two accounts and the thread's counter in one transaction
///   increments    the counter, outside a transaction
///   reads         the sum of all accounts
///   dirties       looks for traces of the one before, then leaves some
///   nests         borrows while it has borrowed
///   holds         a lease, for a while
///   forks         a child that borrows (only where threads and fork go together)
///
/// What must hold at every instant is looked at here: the sum, no traces, a callback entered once
/// unless its marks allow twice. What must hold at the end is counted.

#ifndef REPOOL_TEST_RUNTIME_SOAK_BORROWER_H
#define REPOOL_TEST_RUNTIME_SOAK_BORROWER_H

#include "Phases.h"
#include "Session.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <random>
#include <string>

namespace repool::test {

/// What the threads share.
struct Town {
  static constexpr int Accounts = 50;
  static constexpr int Start = 1000; ///< in each account

  std::string url;      ///< as the sites say it
  std::string childUrl; ///< the same for a child, past the proxies that count
  bool forks = false;
  std::mutex calm; ///< held by the fault thread while sockets are silent: nobody forks then
  /// Nobody is accepted while a child may have copies of sockets that this process closes.
  std::function<void(bool)> holdAtDoor;
  std::atomic<bool> isOver{false};
  Verdict verdict;

  /// What a borrower was told last that got no connection, and would not have waited for itself.
  void wasRefused(const std::string &words) {
    if (words.find("would wait for itself") != std::string::npos)
      return;
    const std::lock_guard<std::mutex> lock(words_);
    refusal_ = words;
  }

  std::string lastRefusal() {
    const std::lock_guard<std::mutex> lock(words_);
    return refusal_;
  }

  /// The SQL that makes the tables for \p borrowers.
  static std::string tables(int borrowers);

private:
  std::mutex words_;
  std::string refusal_;
};

class Borrower {
public:
  struct Counts {
    std::atomic<long> calls{0};
    std::atomic<long> refused{0}; ///< no connection
    std::atomic<long> confirmed{0};
    std::atomic<long> inDoubt{0};
    std::atomic<long> forks{0};
    std::atomic<long> again{0}; ///< callbacks that ran twice
  };

  Borrower(int number, unsigned seed, Town &town, const Phases::Limits &limits)
      : number_(number), random_(seed * 1000U + static_cast<unsigned>(number)), town_(town),
        phases_(limits) {}

  /// Until the town is over or a promise is broken.
  void run();

  const Counts &counts() const { return counts_; }

  const Phases &phases() const { return phases_; }

private:
  void once();
  void transfer();
  void increment();
  void read();
  void dirty();
  void nest(int depth);
  void hold();
  void forkChild();

  bool call(const Way &way, const char *what, const std::function<void(Session &)> &body);
  void expectClean(Session &session, const Way &way);
  void expectSum(const Reply &reply);
  void settle(const Reply &reply);
  std::string countUp() const;
  Way anyWay(unsigned moreMarks = 0);

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  const int number_;
  std::mt19937 random_;
  Town &town_;
  Phases phases_;
  Counts counts_;
  std::string lastRefusal_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SOAK_BORROWER_H
