// A link that goes dead without a word, by the kernel's own means: the test lives in a network
// namespace of its own, the server outside, a pair of virtual devices between. Needs root and `ip`;
// skipped with a word where it may not.

#include "FaultTest.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

namespace repool::test {
namespace {

bool runs(std::vector<std::string> command) {
  Process::How how;
  how.isServer = false;
  command.insert(command.begin(), "/usr/bin/env");
  return isDone(std::move(command), how);
}

/// A namespace with one link to the outside: 10.213.N.1 there, 10.213.N.2 here. Held by a process
/// that dies with this one, and gone with it.
class Namespace {
public:
  Namespace()
      : device_("repool" + std::to_string(getpid())),
        network_("10.213." + std::to_string(getpid() % 250) + '.'),
        outside_(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {
    if (geteuid() != 0 || unshare(CLONE_NEWNET) != 0)
      return;
    Process::How how;
    how.isServer = false;
    keeper_ = Process({"/bin/sleep", "1000"}, how);
    inside_ = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    leave();
    exists_ = runs({"ip", "link", "add", device_, "type", "veth", "peer", "name", "inner", "netns",
                    std::to_string(keeper_.pid())}) &&
              runs({"ip", "addr", "add", address() + "/24", "dev", device_}) &&
              runs({"ip", "link", "set", device_, "up"}) && enter() &&
              runs({"ip", "addr", "add", network_ + "2/24", "dev", "inner"}) &&
              runs({"ip", "link", "set", "inner", "up"});
    leave();
  }

  Namespace(const Namespace &) = delete;
  Namespace &operator=(const Namespace &) = delete;

  ~Namespace() {
    leave();
    close(outside_);
    if (inside_ >= 0)
      close(inside_);
  }

  bool exists() const { return exists_; }

  std::string address() const { return network_ + '1'; }

  /// This thread, and those that it starts from now on.
  bool enter() const { return setns(inside_, CLONE_NEWNET) == 0; }

  void leave() const { EXPECT_EQ(setns(outside_, CLONE_NEWNET), 0); }

  /// From outside: what this side sends vanishes.
  void setLink(const char *state) const {
    leave();
    EXPECT_TRUE(runs({"ip", "link", "set", device_, state}));
    EXPECT_TRUE(enter());
  }

private:
  std::string device_;
  std::string network_;
  int outside_;
  int inside_ = -1;
  bool exists_ = false;
  Process keeper_;
};

class DeadLink : public FaultTest {};

TEST_F(DeadLink, WhileIdleIsFoundByThePing) {
  const Namespace network;
  if (!network.exists())
    GTEST_SKIP() << "no network namespaces here: not root, no `ip`, or not allowed";
  PostgresServer server({"listen_addresses=127.0.0.1," + network.address()});
  ASSERT_TRUE(network.enter());
  const std::string url = server.url("host=" + network.address());
  constexpr int Deadline = 2000;
  set("REPOOL_PING_MS", "100");
  set("REPOOL_DEADLINE_MS", std::to_string(Deadline));
  EXPECT_EQ(Libpq(url, "SELECT 1").kind, Outcome::Done);
  EXPECT_EQ(Libpqxx(url, "SELECT 1").kind, Outcome::Done);
  network.setLink("down");
  std::this_thread::sleep_for(Milliseconds(300)); // longer than REPOOL_PING_MS
  for (const Driver &driver : {Libpq, Libpqxx}) {
    Outcome outcome;
    const auto took = timeOf([&] { outcome = driver(url, "SELECT 1"); });
    EXPECT_EQ(outcome.kind, Outcome::NoConnection) << outcome;
    EXPECT_LT(took.count(), Deadline + 1500);
  }
  EXPECT_GE(grown(&Stats::pings), 1U);
  network.setLink("up");
  for (const Driver &driver : {Libpq, Libpqxx})
    EXPECT_TRUE(eventually([&] { return driver(url, "SELECT 1").kind == Outcome::Done; }));
  ASSERT_TRUE(shutdown(10000)); // before the namespace is left
}

} // namespace
} // namespace repool::test
