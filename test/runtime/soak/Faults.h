/// \file
/// The servers that the soak runs on, and what is done to them: one fault after another, by the
/// seed, none of which lasts.
///
///   site -> direct proxy  -> PostgreSQL (127.0.0.1)      the call's own words
///   site -> pooler proxy  -> PgBouncer -> PostgreSQL     REPOOL_POOLER_URL
///
/// Used by one thread, which must live as long as the servers.

#ifndef REPOOL_TEST_RUNTIME_SOAK_FAULTS_H
#define REPOOL_TEST_RUNTIME_SOAK_FAULTS_H

#include "servers/FaultProxy.h"
#include "servers/PgBouncer.h"
#include "servers/PostgresServer.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace repool::test {

struct Stage {
  Stage();

  /// Nobody is accepted while a child may have copies of sockets that this process closes.
  void holdAtDoor(bool on);

  PostgresServer server;
  PgBouncer pooler;
  FaultProxy direct;
  FaultProxy toPooler;
};

class Faults {
public:
  /// \p calm is held while sockets are silent. \p isOver ends a fault before its time.
  Faults(Stage &stage, unsigned seed, std::mutex &calm, std::function<bool()> isOver);

  /// One fault, from its beginning to its end.
  void once();

  /// A time by the seed, both ends included.
  Milliseconds between(int least, int most);

  /// Sleeps in pieces.
  void pass(Milliseconds time) const;

  /// What was done, and how often.
  const std::map<std::string, int> &done() const { return done_; }

  /// What was done last; "" before the first. From any thread.
  std::string last() const;

private:
  struct Fault;

  template <class Server> void begin(Server &server);
  std::vector<FaultProxy *> someProxies();
  void blackHole();
  void delayed();
  void sliced();
  void refused();
  void cutAtText();
  void paused();
  void poolerPaused();
  void poolerKilled();

  Stage &stage_;
  std::mt19937 random_;
  std::mutex &calm_;
  std::function<bool()> isOver_;
  std::map<std::string, int> done_;
  mutable std::mutex mutex_;
  std::string last_; ///< guarded by mutex_
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SOAK_FAULTS_H
