#include "Terminal.h"

#include <cmath>
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

namespace {

std::string duration(double seconds) {
  const char *unit = "s";
  if (seconds >= 90) {
    seconds /= 60;
    unit = "min";
  }
  if (seconds >= 90 && std::strcmp(unit, "min") == 0) {
    seconds /= 60;
    unit = "h";
  }
  return std::to_string(static_cast<unsigned long>(std::ceil(seconds))) + " " + unit;
}

} // namespace

std::string progressText(const char *what, std::size_t done, std::size_t all, std::size_t sites,
                         std::chrono::milliseconds elapsed) {
  std::string text = std::string(what) + " " + std::to_string(done) + "/" + std::to_string(all) +
                     " units, " + std::to_string(sites) + (sites == 1 ? " site" : " sites");
  const double seconds = static_cast<double>(elapsed.count()) / 1000;
  if (done == 0 || seconds < 1)
    return text;
  const double rate = static_cast<double>(done) / seconds;
  char number[32];
  std::snprintf(number, sizeof(number), rate < 10 ? "%.1f" : "%.0f", rate);
  text += std::string(", ") + number + " units/s";
  if (done < all)
    text += ", " + duration(static_cast<double>(all - done) / rate) + " left";
  return text;
}

Progress::Progress(const Options &options)
    : enabled_(!options.quiet && isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_)
    std::fputs("\r\x1b[K", stderr);
}

void Progress::show(std::size_t done, std::size_t all, std::size_t sites, const char *what) {
  if (!enabled_)
    return;
  const auto now = std::chrono::steady_clock::now();
  const bool isNew = what_ != what || all_ != all;
  if (isNew) {
    what_ = what;
    all_ = all;
    since_ = now;
  }
  if (!isNew && done != all && now - last_ < std::chrono::milliseconds(50))
    return;
  last_ = now;
  shown_ = true;
  const std::string text = progressText(
      what, done, all, sites, std::chrono::duration_cast<std::chrono::milliseconds>(now - since_));
  std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
  std::fflush(stderr);
}

} // namespace repool::tool
