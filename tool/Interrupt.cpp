#include "Interrupt.h"

#include <cstring>
#include <unistd.h>

namespace repool::tool {

namespace {

/// What the handler writes; set before it can run.
const char *message = "";

void say(const char *text) {
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text, std::strlen(text));
}

/// SA_RESETHAND: raised again, the signal ends the process, so that a shell sees what happened and
/// stops its script too (status 130).
extern "C" void stop(int signal) {
  say(message);
  ::raise(signal);
}

} // namespace

Interrupt::Interrupt(bool keeps, bool quiet) {
  const bool isTerminal = ::isatty(STDERR_FILENO) != 0;
  if (quiet)
    message = "";
  else if (keeps)
    message = isTerminal ? "\r\x1b[Krepool: interrupted; run it again to go on from here\n"
                         : "repool: interrupted; run it again to go on from here\n";
  else
    message = isTerminal ? "\r\x1b[Krepool: interrupted\n" : "repool: interrupted\n";
  struct sigaction action{};
  action.sa_handler = stop;
  action.sa_flags = SA_RESETHAND | SA_NODEFER;
  ::sigaction(SIGINT, &action, &before_);
  if (before_.sa_handler == SIG_IGN) // started in the background: Ctrl-C is for others
    ::sigaction(SIGINT, &before_, nullptr);
}

Interrupt::~Interrupt() {
  ::sigaction(SIGINT, &before_, nullptr);
}

} // namespace repool::tool
