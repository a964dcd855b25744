#include "monitor/TcpProbe.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace repool::monitor {

namespace {

using Clock = std::chrono::steady_clock;

/// 0, or errno.
int connectTo(const addrinfo &address, Clock::time_point deadline) {
  const int fd = socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                        address.ai_protocol);
  if (fd < 0)
    return errno;
  int error = connect(fd, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  while (error == EINPROGRESS || error == EINTR) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready = {fd, POLLOUT, 0};
    const int count = left <= 0 ? 0 : poll(&ready, 1, static_cast<int>(left));
    if (count == 0)
      error = ETIMEDOUT;
    else if (count < 0)
      error = errno;
    else if (socklen_t size = sizeof error;
             getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
      error = errno;
  }
  close(fd);
  return error;
}

std::string tryAll(const std::string &host, unsigned port, Clock::time_point deadline) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo *found = nullptr;
  if (const int code = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found))
    return gai_strerror(code);
  const std::unique_ptr<addrinfo, void (*)(addrinfo *)> addresses(found, freeaddrinfo);
  int error = ETIMEDOUT;
  for (const addrinfo *address = found; address; address = address->ai_next)
    if ((error = connectTo(*address, deadline)) == 0)
      return "";
  return std::strerror(error);
}

} // namespace

Probe tcpProbe(const std::string &host, unsigned port) {
  return [=](std::chrono::milliseconds timeout) {
    const Clock::time_point begin = Clock::now();
    Answer answer;
    answer.problem = tryAll(host, port, begin + timeout);
    answer.isGood = answer.problem.empty();
    answer.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    return answer;
  };
}

} // namespace repool::monitor
