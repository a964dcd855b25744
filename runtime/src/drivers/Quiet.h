/// \file
/// Whether the server has left an idle connection alone.
///
/// Asked before every loan, so it is the dearest part of one: poll() without waiting costs about
/// three quarters of a recv(MSG_PEEK) that says the same, because it takes no lock of the socket.
/// Reads nothing: what there is to read stays for the driver. Never blocks.

#ifndef REPOOL_SRC_DRIVERS_QUIET_H
#define REPOOL_SRC_DRIVERS_QUIET_H

#include <cerrno>
#include <poll.h>

namespace repool::detail {

/// False if \p socket has anything to read, has ended, has failed, or is no socket.
inline bool isQuiet(int socket) noexcept {
  if (socket < 0)
    return false; // poll(2) passes over it
  pollfd asked{socket, POLLIN | POLLPRI, 0};
  int seen = 0;
  do
    seen = poll(&asked, 1, 0);
  while (seen < 0 && errno == EINTR);
  return seen == 0;
}

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_QUIET_H
