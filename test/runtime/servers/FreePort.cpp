#include "FreePort.h"

#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace repool::test {

namespace {

bool isFree(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  const bool isBound = bind(socket, reinterpret_cast<sockaddr *>(&address), sizeof(address)) == 0;
  close(socket);
  return isBound;
}

} // namespace

// Programs that run at the same time start far apart, so that two do not look at the same port
// before one of them listens.
std::uint16_t freePort() {
  constexpr unsigned First = 10000;
  constexpr unsigned Count = 22000;
  static std::atomic<unsigned> next{static_cast<unsigned>(getpid()) * 131U};
  for (unsigned tried = 0; tried < Count; ++tried) {
    const auto port = static_cast<std::uint16_t>(First + next++ % Count);
    if (isFree(port))
      return port;
  }
  return 0;
}

} // namespace repool::test
