/// \file
/// stderr as people see it: one progress line on a terminal, nothing elsewhere; colours or not.
#pragma once

#include "Options.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace repool::tool {

/// Whether stdout should be coloured (--color, NO_COLOR, TERM=dumb, a terminal).
bool wantsColor(const Options &options);

/// Columns of the terminal on stdout; 0 if it is none.
unsigned terminalWidth();

/// "parsing 40/300 units, 2 sites, 1.5 units/s, 3 min left"; the last two once they mean something.
std::string progressText(const char *what, std::size_t done, std::size_t all, std::size_t sites,
                         std::chrono::milliseconds elapsed);

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
  std::string what_;    ///< what is shown now
  std::size_t all_ = 0; ///< of that
  std::chrono::steady_clock::time_point since_;
  std::chrono::steady_clock::time_point last_;
};

} // namespace repool::tool
