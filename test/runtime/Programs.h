/// \file
/// The small programs of programs/, run as a user runs his: by their name, arguments and
/// environment.

#ifndef REPOOL_TEST_RUNTIME_PROGRAMS_H
#define REPOOL_TEST_RUNTIME_PROGRAMS_H

#include "servers/Process.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace repool::test {

/// One run of programs/NAME.cpp. Killed with the object.
class Program {
public:
  Program(const std::string &name, std::vector<std::string> arguments,
          std::map<std::string, std::string> environment = {}) {
    output_ = "/tmp/repool-program-XXXXXX";
    close(mkstemp(output_.data()));
    Process::How how;
    how.log = output_;
    how.isServer = false;
    how.environment = std::move(environment);
    arguments.insert(arguments.begin(), std::string(REPOOL_TEST_PROGRAMS) + "/runtime_" + name);
    process_ = Process(std::move(arguments), how);
  }

  Program(const Program &) = delete;
  Program &operator=(const Program &) = delete;

  ~Program() {
    process_ = Process();
    std::remove(output_.c_str());
  }

  Process &process() { return process_; }

  /// Nothing: it hangs.
  std::optional<int> exitCode() { return process_.exitCode(std::chrono::seconds(40)); }

  /// What it has written to stdout and stderr so far.
  std::string output() const {
    std::ostringstream text;
    text << std::ifstream(output_).rdbuf();
    return text.str();
  }

private:
  std::string output_;
  Process process_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_PROGRAMS_H
