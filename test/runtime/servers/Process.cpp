#include "Process.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char **environ;

namespace repool::test {

namespace {

std::vector<std::string> environmentWith(const std::map<std::string, std::string> &more) {
  std::vector<std::string> all;
  for (char **entry = environ; *entry; ++entry) {
    const std::string text(*entry);
    if (more.count(text.substr(0, text.find('='))) == 0)
      all.push_back(text);
  }
  for (const auto &[name, value] : more)
    all.push_back(name + '=' + value);
  return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  for (std::string &text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int parentOf(const std::filesystem::path &process) {
  std::ifstream stat(process / "stat");
  std::string text;
  std::getline(stat, text);
  const std::size_t name = text.rfind(')'); // a name may hold anything
  return name == std::string::npos ? 0 : std::atoi(text.c_str() + name + 4);
}

} // namespace

const passwd *unprivilegedUser() {
  static const passwd *const user = [] {
    if (geteuid() != 0)
      return static_cast<const passwd *>(nullptr);
    const passwd *found = getpwnam("postgres");
    found = found ? found : getpwnam("nobody");
    return found ? static_cast<const passwd *>(new passwd(*found)) : nullptr;
  }();
  return user;
}

std::string makeFolder(const std::string &name) {
  std::string folder = "/tmp/repool-" + name + "-XXXXXX";
  if (!mkdtemp(folder.data()))
    return {};
  if (const passwd *const user = unprivilegedUser())
    if (chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
      return {};
  return folder;
}

Folder::~Folder() {
  std::error_code ignored;
  if (!path_.empty())
    std::filesystem::remove_all(path_, ignored);
}

Process::Process(std::vector<std::string> command, const How &how) : deathSignal_(how.deathSignal) {
  const passwd *const user = how.isServer ? unprivilegedUser() : nullptr;
  const uid_t uid = user ? user->pw_uid : geteuid();
  const gid_t gid = user ? user->pw_gid : getegid();
  std::vector<std::string> environment = environmentWith(how.environment);
  const std::vector<char *> arguments = pointersTo(command);
  const std::vector<char *> variables = pointersTo(environment);
  const char *const log = how.log.empty() ? "/dev/null" : how.log.c_str();
  const char *const input = how.input.empty() ? "/dev/null" : how.input.c_str();
  pid_ = fork();
  if (pid_ != 0)
    return;
  // Other threads may have held any lock when this one forked: system calls only.
  const int in = open(input, O_RDONLY | O_CLOEXEC);
  if (user && (setgid(gid) != 0 || setuid(uid) != 0))
    _exit(126);
  prctl(PR_SET_PDEATHSIG, how.deathSignal);
  const int out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(in, 0);
  dup2(out, 1);
  dup2(out, 2);
  if (!how.folder.empty() && chdir(how.folder.c_str()) != 0)
    _exit(126);
  execve(arguments[0], arguments.data(), variables.data());
  _exit(127);
}

Process::Process(Process &&other) noexcept
    : pid_(std::exchange(other.pid_, 0)), deathSignal_(other.deathSignal_), code_(other.code_) {}

Process &Process::operator=(Process &&other) noexcept {
  if (this == &other)
    return *this;
  end();
  pid_ = std::exchange(other.pid_, 0);
  deathSignal_ = other.deathSignal_;
  code_ = other.code_;
  return *this;
}

Process::~Process() {
  end();
}

void Process::end() {
  if (!isRunning())
    return;
  signal(SIGCONT);
  signal(deathSignal_);
  if (!exitCode(std::chrono::seconds(20))) {
    signal(SIGKILL);
    exitCode();
  }
}

bool Process::isRunning() {
  return pid_ > 0 && !exitCode(Milliseconds(0));
}

void Process::signal(int number) const {
  if (pid_ > 0 && !code_)
    kill(pid_, number);
}

std::optional<int> Process::exitCode(Milliseconds limit) {
  eventually(
      [&] {
        int status = 0;
        if (!code_ && pid_ > 0 && waitpid(pid_, &status, WNOHANG) == pid_)
          code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        return code_.has_value();
      },
      limit);
  return code_;
}

std::vector<pid_t> Process::children() const {
  std::vector<pid_t> found;
  std::error_code none;
  for (const auto &entry : std::filesystem::directory_iterator("/proc", none)) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0 && parentOf(entry.path()) == pid_)
      found.push_back(pid);
  }
  return found;
}

bool isDone(std::vector<std::string> command, const Process::How &how) {
  return Process(std::move(command), how).exitCode(std::chrono::seconds(120)) == 0;
}

} // namespace repool::test
