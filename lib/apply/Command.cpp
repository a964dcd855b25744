#include "apply/Command.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace repool {

namespace {

constexpr time_t Grace = 2; ///< seconds between SIGTERM and SIGKILL

llvm::Error failed(const std::string &what) {
  const int code = errno;
  return llvm::createStringError(std::error_code(code, std::generic_category()),
                                 "the check command cannot be run: " + what + ": " +
                                     std::strerror(code));
}

void setHandler(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  ::sigaction(signal, &action, nullptr);
}

/// The kernel says that repool has ended.
void endGroup(int) {
  ::kill(0, SIGKILL);
}

/// Leads the command's process group until the shell has ended. Between fork and exec only what a
/// signal handler may call is called.
[[noreturn]] void lead(const char *command, const char *folder, int log, pid_t repool,
                       const sigset_t &mask) {
  ::setpgid(0, 0);
  setHandler(SIGHUP, endGroup);
  ::prctl(PR_SET_PDEATHSIG, SIGHUP);
  if (::getppid() != repool)
    ::_exit(127);
  for (const int signal : {SIGINT, SIGTERM})
    setHandler(signal, SIG_IGN);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(log, 1) < 0 || ::dup2(log, 2) < 0 ||
      ::chdir(folder) != 0)
    ::_exit(127);
  ::close_range(3, ~0U, 0); // the lock among them: it is repool's alone
  const pid_t shell = ::fork();
  if (shell == 0) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
      setHandler(signal, SIG_DFL);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    ::execl("/bin/sh", "sh", "-c", command, static_cast<char *>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  while (shell < 0 || ::waitpid(shell, &status, 0) < 0)
    if (shell < 0 || errno != EINTR)
      ::_exit(127);
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

} // namespace

HeldSignals::HeldSignals() {
  sigemptyset(&held_);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
    sigaddset(&held_, signal);
  ::sigprocmask(SIG_BLOCK, &held_, &before_);
}

HeldSignals::~HeldSignals() {
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

/// A group from fork to reaping.
class RunningCommand {
public:
  RunningCommand(pid_t group, HeldSignals &signals) : group_(group), signals_(signals) {}

  /// True if a signal has come already.
  static bool isInterrupted(HeldSignals &signals) {
    const timespec now{};
    return take(signals, now);
  }

  int wait();
  void end();

private:
  /// Waits for one signal; true if it is not that of a child.
  static bool take(HeldSignals &signals, timespec most) {
    const int signal = ::sigtimedwait(&signals.held_, nullptr, &most);
    if (signal != SIGINT && signal != SIGTERM)
      return false;
    signals.taken_ = signal;
    return true;
  }

  /// The leader is not reaped here, so that its number stays the group's.
  bool hasEnded() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(group_), &info, WEXITED | WNOWAIT | WNOHANG) != 0 ||
           info.si_pid != 0;
  }

  int reap() const;

  pid_t group_;
  HeldSignals &signals_;
};

int RunningCommand::reap() const {
  ::kill(-group_, SIGKILL); // what it left running
  int status = 0;
  while (::waitpid(group_, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// The exit status; -1 if a signal came first.
int RunningCommand::wait() {
  while (!hasEnded())
    if (take(signals_, {.tv_sec = 1, .tv_nsec = 0}))
      return -1;
  return reap();
}

/// Asks it to end; a second signal, or time, makes it.
void RunningCommand::end() {
  ::kill(-group_, SIGTERM);
  timespec start{};
  ::clock_gettime(CLOCK_MONOTONIC, &start);
  for (timespec now = start; !hasEnded() && now.tv_sec - start.tv_sec <= Grace;
       ::clock_gettime(CLOCK_MONOTONIC, &now))
    if (take(signals_, {.tv_sec = 1, .tv_nsec = 0}))
      break;
  reap();
}

llvm::Expected<int> runCommand(const std::string &command, const std::string &folder,
                               const std::string &log, HeldSignals &signals) {
  const auto interrupted = [] {
    return llvm::createStringError(std::make_error_code(std::errc::interrupted), "interrupted");
  };
  if (RunningCommand::isInterrupted(signals))
    return interrupted();
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (output < 0)
    return failed(log);
  sigset_t mask;
  ::sigprocmask(SIG_SETMASK, nullptr, &mask);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
    sigdelset(&mask, signal);
  const pid_t repool = ::getpid();
  const pid_t group = ::fork();
  if (group == 0)
    lead(command.c_str(), folder.c_str(), output, repool, mask);
  const int code = errno;
  ::close(output);
  errno = code;
  if (group < 0)
    return failed("fork");
  ::setpgid(group, group); // here too: a signal may come before the child runs
  RunningCommand running(group, signals);
  const int status = running.wait();
  if (status >= 0)
    return status;
  running.end();
  return interrupted();
}

} // namespace repool
