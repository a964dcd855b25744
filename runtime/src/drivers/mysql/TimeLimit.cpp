#include "TimeLimit.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace repool::detail {

namespace {

/// What is left until \p deadline, at least 0, rounded up: a wait must not end before it.
Milliseconds left(TimePoint deadline) {
  const auto time = std::chrono::ceil<Milliseconds>(deadline - Clock::now());
  return std::clamp(time, Milliseconds(0), Milliseconds(24 * 3600 * 1000));
}

unsigned wholeSeconds(TimePoint deadline) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left(deadline));
  return static_cast<unsigned>(std::max<std::int64_t>(seconds.count(), 1));
}

#ifdef MARIADB_BASE_VERSION

thread_local TimePoint limit;
thread_local bool isSocketLimited = false; ///< to be undone

// The library reads TLS with a blocking recv() and calls the function below only after that.
void limitBlockingCalls(int socket, Milliseconds time) {
  timeval value = {};
  value.tv_sec = static_cast<time_t>(time.count() / 1000);
  value.tv_usec = static_cast<suseconds_t>(time.count() % 1000 * 1000);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
  isSocketLimited = true;
}

// Returns what poll() does. The timeout that the library asks for is in seconds in some places and
// in milliseconds in others, so it is not listened to.
int waitUntilLimit(my_socket socket, my_bool isRead, int) {
  pollfd wanted = {socket, static_cast<short>(isRead ? POLLIN : POLLOUT), 0};
  int ready = 0;
  do
    ready = poll(&wanted, 1, static_cast<int>(left(limit).count()));
  while (ready < 0 && errno == EINTR);
  if (ready == 0)
    errno = ETIMEDOUT;
  limitBlockingCalls(socket, std::max(left(limit), Milliseconds(1)));
  return ready;
}

void setWait(MYSQL *mysql, int (*wait)(my_socket, my_bool, int)) {
  mysql_optionsv(mysql, MARIADB_OPT_IO_WAIT, reinterpret_cast<void *>(wait));
}

#endif

} // namespace

int socketOf(MYSQL *mysql) {
#ifdef MARIADB_BASE_VERSION
  return static_cast<int>(mysql_get_socket(mysql));
#else
  return static_cast<int>(mysql->net.fd);
#endif
}

// Some waits of connecting do not go through the function, such as a busy local socket, so the
// timeout is set too.
TimeLimit::TimeLimit(MYSQL *mysql, TimePoint deadline) : mysql_(mysql) {
  mysql_get_option(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connectTimeout_);
  TimePoint end = deadline;
  if (connectTimeout_ != 0 && socketOf(mysql) < 0)
    end = std::min(end, Clock::now() + std::chrono::seconds(connectTimeout_));
  const unsigned seconds = wholeSeconds(end);
  mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
#ifdef MARIADB_BASE_VERSION
  limit = end;
  isSocketLimited = false;
  setWait(mysql, waitUntilLimit);
  if (mysql_get_ssl_cipher(mysql))
    limitBlockingCalls(socketOf(mysql), std::max(left(end), Milliseconds(1)));
#endif
}

TimeLimit::~TimeLimit() {
  mysql_options(mysql_, MYSQL_OPT_CONNECT_TIMEOUT, &connectTimeout_);
#ifdef MARIADB_BASE_VERSION
  setWait(mysql_, nullptr);
  const int socket = socketOf(mysql_);
  if (socket < 0 || !isSocketLimited)
    return;
  timeval read = {};
  timeval write = {};
  read.tv_sec = static_cast<time_t>(mysql_->options.read_timeout);
  write.tv_sec = static_cast<time_t>(mysql_->options.write_timeout);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &read, sizeof read);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &write, sizeof write);
#endif
}

} // namespace repool::detail
