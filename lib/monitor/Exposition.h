/// \file
/// A tally in Prometheus' text format 0.0.4. The names begin with repool_monitor_, so that they are
/// never mistaken for what the service says of itself.
#pragma once

#include "monitor/Tally.h"

#include <string>

namespace repool::monitor {

std::string exposition(const Tally &tally);

} // namespace repool::monitor
