#include "Terminal.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

namespace repool::tool {

bool wantsColor(const Options &options) {
  if (options.color != "auto")
    return options.color == "always";
  const char *noColor = std::getenv("NO_COLOR");
  const char *term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && !(noColor && *noColor) && term &&
         std::strcmp(term, "dumb") != 0;
}

unsigned terminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return 0;
  return size.ws_col;
}

Progress::Progress(const Options &options)
    : enabled_(!options.quiet && isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_)
    std::fputs("\r\x1b[K", stderr);
}

void Progress::show(std::size_t done, std::size_t all, std::size_t sites, const char *what) {
  const auto now = std::chrono::steady_clock::now();
  if (!enabled_ || (done != all && now - last_ < std::chrono::milliseconds(50)))
    return;
  last_ = now;
  shown_ = true;
  std::fprintf(stderr, "\r\x1b[K%s %zu/%zu units, %zu site%s", what, done, all, sites,
               sites == 1 ? "" : "s");
  std::fflush(stderr);
}

} // namespace repool::tool
