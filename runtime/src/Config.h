/// \file
/// The numbers of the runtime and where they come from: defaults, configure(), the environment.
///
/// The environment wins, so that an operator can act without a build. An invalid value is reported
/// once on stderr and ignored. Reads no file.

#ifndef REPOOL_SRC_CONFIG_H
#define REPOOL_SRC_CONFIG_H

#include "Clock.h"
#include "Slots.h"

namespace repool::detail {

struct Config {
  Limits limits;
  Milliseconds deadline{5000};
  bool isDirect = false; ///< no pooling: each borrow opens and closes its own connection
};

/// \p base with what the environment says.
Config withEnvironment(Config base);

} // namespace repool::detail

#endif // REPOOL_SRC_CONFIG_H
