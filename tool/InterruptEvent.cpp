#include "InterruptEvent.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace repool::tool {

namespace {

int ends[2] = {-1, -1}; ///< a pipe, since a handler may do little else than write to one

extern "C" void note(int) {
  const int error = errno;
  [[maybe_unused]] const auto written = write(ends[1], "", 1);
  errno = error;
}

} // namespace

InterruptEvent::InterruptEvent() {
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
    return; // then the signals do what they always do
  struct sigaction action = {};
  action.sa_handler = note;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

InterruptEvent::~InterruptEvent() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  for (int &end : ends)
    if (end >= 0)
      close(end), end = -1;
}

bool InterruptEvent::waitUntil(std::chrono::steady_clock::time_point time) const {
  using Milliseconds = std::chrono::milliseconds;
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(time - std::chrono::steady_clock::now());
    pollfd end = {ends[0], POLLIN, 0};
    const auto wait = std::clamp(left, Milliseconds(0), Milliseconds(3600000));
    if (poll(&end, 1, static_cast<int>(wait.count())) > 0)
      return false;
    if (std::chrono::steady_clock::now() >= time)
      return true;
  }
}

} // namespace repool::tool
