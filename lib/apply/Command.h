/// \file
/// The user's command, run by a shell, that can be interrupted and leaves nothing running.
///
///   text + folder + log -> exit status;  SIGINT, SIGTERM -> the command is ended, then an error
///
/// Its standard input is empty, its output goes to the log alone. It has a process group of its
/// own: what it leaves running there is ended with it, and if repool itself is killed, the whole
/// group is.
#pragma once

#include "llvm/Support/Error.h"

#include <csignal>
#include <string>

namespace repool {

/// As long as one lives, SIGINT and SIGTERM wait until they are asked for: files are never left in
/// the middle of a move because of them.
class HeldSignals {
public:
  HeldSignals();
  ~HeldSignals(); ///< one that was not asked for strikes now
  HeldSignals(const HeldSignals &) = delete;
  HeldSignals &operator=(const HeldSignals &) = delete;

  /// The last signal that interrupted a command; 0: none.
  int taken() const { return taken_; }

private:
  friend class RunningCommand;
  sigset_t before_;
  sigset_t held_; ///< SIGCHLD as well: what a wait is for
  int taken_ = 0;
};

/// The exit status as a shell tells it, 128 and more for a signal. Fails with
/// std::errc::interrupted if a held signal has come.
llvm::Expected<int> runCommand(const std::string &command, const std::string &folder,
                               const std::string &log, HeldSignals &signals);

} // namespace repool
