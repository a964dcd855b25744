/// \file
/// Bytes on their way through the fault proxy to one side: late, and in pieces, if so wanted.

#ifndef REPOOL_TEST_RUNTIME_SERVERS_STREAM_H
#define REPOOL_TEST_RUNTIME_SERVERS_STREAM_H

#include "Waiting.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <string>
#include <sys/socket.h>
#include <utility>

namespace repool::test {

class Stream {
public:
  void add(std::string bytes, Milliseconds delay) {
    pieces_.push_back({std::move(bytes), Clock::now() + delay});
  }

  bool isEmpty() const { return pieces_.empty(); }

  /// False: that side is gone.
  bool sendDue(int socket, std::size_t slice) {
    while (!pieces_.empty() && pieces_.front().due <= Clock::now()) {
      std::string &bytes = pieces_.front().bytes;
      const std::size_t size = slice ? std::min(slice, bytes.size()) : bytes.size();
      const ssize_t sent = send(socket, bytes.data(), size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0)
        return errno == EAGAIN || errno == EINTR;
      bytes.erase(0, static_cast<std::size_t>(sent));
      if (bytes.empty())
        pieces_.pop_front();
    }
    return true;
  }

  Milliseconds untilDue() const {
    if (pieces_.empty())
      return std::chrono::hours(1);
    const auto left = pieces_.front().due - Clock::now();
    return std::max(Milliseconds(1), std::chrono::duration_cast<Milliseconds>(left));
  }

private:
  struct Piece {
    std::string bytes;
    Clock::time_point due;
  };

  std::deque<Piece> pieces_;
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SERVERS_STREAM_H
