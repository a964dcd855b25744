/// \file
/// Ctrl-C and SIGTERM as an event to wait for.
///
/// The first one is noted, so that a run ends with its summary; the second one ends the process as
/// if nobody had asked. One object at a time.
#pragma once

#include <chrono>

namespace repool::tool {

class InterruptEvent {
public:
  InterruptEvent();
  ~InterruptEvent();
  InterruptEvent(const InterruptEvent &) = delete;
  InterruptEvent &operator=(const InterruptEvent &) = delete;

  /// False: interrupted, before or meanwhile.
  bool waitUntil(std::chrono::steady_clock::time_point time) const;
};

} // namespace repool::tool
