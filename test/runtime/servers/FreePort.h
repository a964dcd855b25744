/// \file
/// A TCP port on loopback that nobody listens on.
///
/// Below the range that Linux gives to outgoing connections: a server that is down for a while must
/// find its port free again, and a client that dials it must not meet itself.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_FREEPORT_H
#define REPOOL_TEST_RUNTIME_SERVERS_FREEPORT_H

#include <cstdint>

namespace repool::test {

/// Never the same twice in one process. 0 if there is none.
std::uint16_t freePort();

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_FREEPORT_H
