// A child forked in the middle of everything.

#include "Borrower.h"
#include "repool/lease.h"
#include "repool/runtime.h"
#include "repool/stats.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace repool::test {

namespace {

enum : int { Well = 0, NotEmpty = 3, WrongSum = 4 };

constexpr unsigned ChildSeconds = 60; // it may meet a server that stands still

// The child of a test that holds proxies has copies of the sockets of both sides: as long as it has
// them, what the parent closes stays open. The numbers stay taken, since they may still be closed.
void dropSockets() {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int number = 3; number < 1024; ++number) {
    struct stat about = {};
    if (number != nothing && fstat(number, &about) == 0 && S_ISSOCK(about.st_mode))
      dup2(nothing, number);
  }
}

int borrowAsChild(const std::string &url, Phases &phases) {
  const Stats stats = repool::stats();
  if (stats.opened != 0 || stats.inUse != 0 || stats.idle != 0 || stats.waiting != 0)
    return NotEmpty;
  Options options;
  options.chain = "own";
  configure(options);
  int code = Well;
  for (const bool isPqxx : {false, true}) {
    Way way;
    way.isPqxx = isPqxx;
    for (int i = 0; i < 3; ++i)
      withSession(way, url, phases, "child", [&](Session &session) {
        const Reply reply = session.exec("SELECT sum(n) FROM bank");
        if (reply.kind == Reply::Done && reply.text != std::to_string(Town::Accounts * Town::Start))
          code = WrongSum;
      });
  }
  return code;
}

} // namespace

// With and without a connection in its hands.
void Borrower::forkChild() {
  const bool isBusy = below(2) == 0;
  const auto live = [&](Session *session) {
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0)
      return;
    const Phase outer = phases_.now();
    pid_t child = -1;
    {
      const std::lock_guard<std::mutex> calm(town_.calm);
      town_.holdAtDoor(true);
      child = fork();
      if (child == 0) {
        alarm(ChildSeconds);
        dropSockets();
        if (::write(ready[1], "", 1) != 1)
          _exit(1);
        _exit(borrowAsChild(town_.childUrl, phases_));
      }
      char byte = 0;
      close(ready[1]);
      if (child > 0 && ::read(ready[0], &byte, 1) != 1)
        town_.verdict.broken("a forked child ended before it began");
      close(ready[0]);
      town_.holdAtDoor(false);
    }
    if (child < 0)
      return;
    ++counts_.forks;
    phases_.enter(Phase::WaitsForChild, "fork");
    int status = 0;
    waitpid(child, &status, 0);
    phases_.enter(outer, "fork");
    if (WIFSIGNALED(status))
      town_.verdict.broken("a forked child was ended by signal " +
                           std::to_string(WTERMSIG(status)) +
                           (WTERMSIG(status) == SIGALRM ? ": it hung" : ""));
    else if (WEXITSTATUS(status) != Well)
      town_.verdict.broken(WEXITSTATUS(status) == NotEmpty
                               ? "a forked child began with its parent's pools"
                               : "a forked child ended with " +
                                     std::to_string(WEXITSTATUS(status)));
    if (session)
      expectSum(session->exec("SELECT sum(n) FROM bank"));
  };
  if (!isBusy) {
    live(nullptr);
    return;
  }
  call(anyWay(), "fork", [&](Session &session) {
    session.exec("SELECT 1");
    live(&session);
  });
}

} // namespace repool::test
