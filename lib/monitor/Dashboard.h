/// \file
/// A tally as people read it: the dashboard, a line per check, the summary at the end. Pure.
///
/// The dashboard is drawn over itself on a terminal; where nobody looks there is a line per check.
/// All that comes from servers is made printable before it gets here.
#pragma once

#include "monitor/Tally.h"
#include "monitor/Watch.h"

#include <string>

namespace repool::monitor {

struct View {
  std::string url;     ///< what is probed, for people; empty: none
  std::string metrics; ///< where the service's metrics are; empty: not read
  std::chrono::milliseconds interval{};
  std::optional<std::chrono::milliseconds> length;
  Threshold threshold;
  bool isColored = false;
  unsigned width = 0; ///< lines are cut there; 0: never
};

/// Several lines, each with its line break.
std::string dashboard(const Tally &tally, const View &view);

/// "14:03:10 ok       2.10 ms", "14:03:20 FAILED   URL: HTTP 503".
std::string checkLine(const Check &check, const Tally &tally, bool isColored);

/// The dashboard's figures, and as the last line what the run came to and what to do.
std::string summary(const Tally &tally, const View &view);

} // namespace repool::monitor
