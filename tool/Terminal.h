/// \file
/// stderr as people see it: one progress line on a terminal, nothing elsewhere; colours or not.
#pragma once

#include "Options.h"

#include <chrono>
#include <cstddef>

namespace repool::tool {

/// Whether stdout should be coloured (--color, NO_COLOR, TERM=dumb, a terminal).
bool wantsColor(const Options &options);

/// Columns of the terminal on stdout; 0 if it is none.
unsigned terminalWidth();

/// One line on stderr, rewritten in place; silent off a terminal or with --quiet.
class Progress {
public:
  explicit Progress(const Options &options);
  ~Progress();

  /// Not thread-safe; callers hold their own lock.
  void show(std::size_t done, std::size_t all, std::size_t sites, const char *what);

private:
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

} // namespace repool::tool
