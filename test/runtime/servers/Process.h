/// \file
/// A program that a test starts: a server, or a small program of ours whose end is the test.
///
/// Gone when the object is, and when the test program dies (PR_SET_PDEATHSIG), which Linux ties to
/// the thread that started it: start from a thread that lives as long. Output goes to a file. When
/// the test is run by root, a server is run as `postgres` or `nobody`, since servers refuse root.
/// A program that cannot be started is one that has ended with 127.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_PROCESS_H
#define REPOOL_TEST_RUNTIME_SERVERS_PROCESS_H

#include "Waiting.h"

#include <csignal>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

struct passwd;

namespace repool::test {

/// Whom root runs servers as; null: this process is not root.
const passwd *unprivilegedUser();

/// A new folder under /tmp that the unprivileged user owns.
std::string makeFolder(const std::string &name);

/// Such a folder, gone with the object.
class Folder {
public:
  explicit Folder(const std::string &name) : path_(makeFolder(name)) {}

  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;
  ~Folder();

  const std::string &path() const { return path_; }

private:
  std::string path_;
};

class Process {
public:
  struct How {
    std::string folder;                             ///< to run in
    std::string log;                                ///< where output is appended to
    std::string input;                              ///< a file, or nothing
    bool isServer = true;                           ///< as the unprivileged user
    int deathSignal = SIGKILL;                      ///< how it is ended
    std::map<std::string, std::string> environment; ///< over our own
  };

  Process() = default;
  Process(std::vector<std::string> command, const How &how);
  Process(const Process &) = delete;
  Process &operator=(const Process &) = delete;
  Process(Process &&other) noexcept;
  Process &operator=(Process &&other) noexcept;
  ~Process();

  pid_t pid() const { return pid_; }

  bool isRunning();

  void signal(int number) const;

  /// Its exit code, 128 + signal if it was killed; nothing if it still runs after \p limit.
  std::optional<int> exitCode(Milliseconds limit = std::chrono::seconds(60));

  /// The processes that it has started and that still run.
  std::vector<pid_t> children() const;

private:
  void end();

  pid_t pid_ = 0;
  int deathSignal_ = SIGKILL;
  std::optional<int> code_;
};

/// Runs a command to its end and tells whether that was 0.
bool isDone(std::vector<std::string> command, const Process::How &how);

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_PROCESS_H
