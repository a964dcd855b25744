/// \file
/// An endpoint of any other kind: whether its port takes a connection. It proves no more than that.
#pragma once

#include "monitor/Check.h"

#include <string>

namespace repool::monitor {

Probe tcpProbe(const std::string &host, unsigned port);

} // namespace repool::monitor
