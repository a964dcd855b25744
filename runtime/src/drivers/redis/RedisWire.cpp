#include "RedisWire.h"

#include "../../Fork.h"
#include "../Quiet.h"
#include "../Wait.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace repool::detail {

namespace {

std::string textOf(int error) {
  char text[128] = "";
#if defined(__GLIBC__)
  return strerror_r(error, text, sizeof text);
#else
  return strerror_r(error, text, sizeof text) == 0 ? text : "error";
#endif
}

const char *const TooLate = "no answer in time";

} // namespace

std::unique_ptr<RedisWire> RedisWire::connect(const RedisUrl &url, TimePoint deadline,
                                              std::string &why) {
  redisContext *context = nullptr;
  {
    const LibraryCall call;
    context = url.path.empty() ? redisConnectNonBlock(url.host.c_str(), url.port)
                               : redisConnectUnixNonBlock(url.path.c_str());
  }
  if (!context) {
    why = "out of memory";
    return nullptr;
  }
  std::unique_ptr<RedisWire> wire(new RedisWire(context));
  if (context->err != 0) {
    why = context->errstr;
    return nullptr;
  }
  fcntl(context->fd, F_SETFD, FD_CLOEXEC);
  int error = 0;
  socklen_t size = sizeof error;
  if (waitFor(context->fd, POLLOUT, deadline) != Waited::Ready) {
    why = "no connection in time";
    return nullptr;
  }
  if (getsockopt(context->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    why = textOf(error);
    return nullptr;
  }
  std::vector<Command> hello;
  if (!url.password.empty() && !url.user.empty())
    hello.push_back({"AUTH", url.user, url.password});
  else if (!url.password.empty())
    hello.push_back({"AUTH", url.password});
  if (url.database != 0)
    hello.push_back({"SELECT", std::to_string(url.database)});
  std::vector<Reply> replies;
  if (!hello.empty() && !wire->ask(hello, replies, deadline, why))
    return nullptr;
  return wire;
}

bool RedisWire::isAlive() const noexcept {
  return isQuiet(context_->fd);
}

bool RedisWire::ask(const std::vector<Command> &commands, std::vector<Reply> &replies,
                    TimePoint deadline, std::string &why) {
  std::string bytes;
  for (const Command &command : commands) {
    std::vector<const char *> words;
    std::vector<std::size_t> sizes;
    for (const std::string &word : command) {
      words.push_back(word.data());
      sizes.push_back(word.size());
    }
    char *text = nullptr;
    const auto size =
        redisFormatCommandArgv(&text, static_cast<int>(words.size()), words.data(), sizes.data());
    if (size < 0) {
      why = "out of memory";
      return false;
    }
    bytes.append(text, static_cast<std::size_t>(size));
    redisFreeCommand(text);
  }
  if (!send(bytes, deadline, why))
    return false;
  replies.clear();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    Reply reply;
    if (!receive(reply, deadline, why))
      return false;
    if (reply->type == REDIS_REPLY_ERROR) {
      why.assign(reply->str, static_cast<std::size_t>(reply->len));
      return false;
    }
    replies.push_back(std::move(reply));
  }
  return true;
}

bool RedisWire::send(const std::string &bytes, TimePoint deadline, std::string &why) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t size =
        ::send(context_->fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size > 0) {
      sent += static_cast<std::size_t>(size);
    } else if (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      why = textOf(errno);
      return false;
    } else if (waitFor(context_->fd, POLLOUT, deadline) != Waited::Ready) {
      why = TooLate;
      return false;
    }
  }
  return true;
}

bool RedisWire::receive(Reply &reply, TimePoint deadline, std::string &why) {
  for (;;) {
    void *read = nullptr;
    if (redisReaderGetReply(context_->reader, &read) != REDIS_OK) {
      why = "not the protocol of Redis";
      return false;
    }
    if (read) {
      reply.reset(static_cast<redisReply *>(read));
      return true;
    }
    char buffer[16384];
    const ssize_t size = ::recv(context_->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size > 0) {
      redisReaderFeed(context_->reader, buffer, static_cast<std::size_t>(size));
    } else if (size == 0) {
      why = "the server closed the connection";
      return false;
    } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      why = textOf(errno);
      return false;
    } else if (waitFor(context_->fd, POLLIN, deadline) != Waited::Ready) {
      why = TooLate;
      return false;
    }
  }
}

} // namespace repool::detail
