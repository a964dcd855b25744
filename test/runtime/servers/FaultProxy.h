/// \file
/// A TCP proxy in the test process that breaks what goes through it.
///
///   client -> 127.0.0.1:port() -> [faults] -> 127.0.0.1:target
///
/// One thread of its own; faults are switched at run time and hold until switched back. It knows of
/// PostgreSQL only where a handshake ends ("ready for query"), to count how many are dialling. It
/// counts what the client has open: a connection ends when the client closes it, or the proxy does.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_FAULTPROXY_H
#define REPOOL_TEST_RUNTIME_SERVERS_FAULTPROXY_H

#include "Waiting.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace repool::test {

class FaultProxy {
public:
  /// To \p target on \p host; listens on a free port.
  explicit FaultProxy(std::uint16_t target, const std::string &host = "127.0.0.1");
  FaultProxy(const FaultProxy &) = delete;
  FaultProxy &operator=(const FaultProxy &) = delete;
  ~FaultProxy();

  std::uint16_t port() const { return port_; }

  /// Where a cut at a text happens.
  enum class Cut {
    BeforeServer, ///< the server never gets it
    BeforeAnswer  ///< the server has done it, the client never hears
  };

  void refuse(bool on);          ///< nobody listens
  void silenceNew(bool on);      ///< accepts, then never says a word
  void silenceOpen();            ///< those that are open now: swallows every byte, for ever
  void delay(Milliseconds each); ///< before each piece is passed on, both ways
  void slice(std::size_t bytes); ///< 0: whole; else one small segment at a time
  void hold(bool on);            ///< who comes waits at the door, neither accepted nor counted
  void cutAll();                 ///< RST to all that are open now
  void cutAt(const std::string &text, Cut where); ///< once, at the next client that says it

  struct Counts {
    int total = 0;                            ///< connections ever accepted
    int open = 0;                             ///< now
    int mostOpen = 0;                         ///< at a time
    int mostDialling = 0;                     ///< at a time: accepted, not yet ready for query
    std::vector<Clock::time_point> dialledAt; ///< when each was accepted
  };

  Counts counts() const;

  /// From here on; what is open stays counted as open.
  void forgetCounts();

private:
  class Link;

  void run();
  void listen();
  void accept();
  void noticeClosed();
  void count();
  void pass(Link &link, short clientEvents, short serverEvents);
  bool passesCut(Link &link, const std::string &piece);
  void wake() const;

  const std::string host_;
  const std::uint16_t target_;
  const std::uint16_t port_;
  int listener_ = -1; ///< of the thread
  int wakeUp_ = -1;

  mutable std::mutex mutex_;
  bool isEnding_ = false; ///< this and all below guarded by mutex_
  bool refuses_ = false;
  bool isSilent_ = false;
  bool holds_ = false;
  Milliseconds delay_{0};
  std::size_t slice_ = 0;
  std::string cutText_;
  Cut cutWhere_ = Cut::BeforeServer;
  std::vector<std::unique_ptr<Link>> links_;
  Counts counts_;

  std::thread thread_; ///< last: starts when all else is there
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_FAULTPROXY_H
