/// \file
/// Ctrl-C while units are parsed: stop at once, by the signal itself, and say what is kept.
///
/// Nothing has to be tidied: results are kept one by one, whole or not at all, and nothing of the
/// user is written while this is in force.
#pragma once

#include <csignal>

namespace repool::tool {

/// For the life of the object. Not more than one at a time.
class Interrupt {
public:
  /// \p keeps: another run goes on where this one stopped. \p quiet: say nothing.
  Interrupt(bool keeps, bool quiet);
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;

private:
  struct sigaction before_{};
};

} // namespace repool::tool
