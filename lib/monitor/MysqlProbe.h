/// \file
/// An endpoint that speaks MySQL's protocol: mysql://user:password@host:port/database.
///
/// A probe logs in and asks for a row. It must not merely connect: the server counts a handshake
/// that is broken off, and blocks the host after `max_connect_errors` of them. Time limits of the
/// client library are whole seconds.
#pragma once

#include "monitor/Check.h"
#include "monitor/Url.h"

namespace repool::monitor {

Probe mysqlProbe(const Url &url);

} // namespace repool::monitor
