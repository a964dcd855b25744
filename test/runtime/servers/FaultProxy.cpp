#include "FaultProxy.h"

#include "FreePort.h"
#include "Stream.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace repool::test {

namespace {

constexpr std::string_view ReadyForQuery("Z\0\0\0\5", 5);

sockaddr_in addressOf(const std::string &host, std::uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  return address;
}

void sendAtOnce(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void closeWithReset(int socket) {
  const linger none = {1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  close(socket);
}

} // namespace

/// One client and its connection to the server.
class FaultProxy::Link {
public:
  explicit Link(int client) : client(client) { sendAtOnce(client); }

  ~Link() {
    if (client >= 0)
      close(client);
    if (server >= 0)
      close(server);
  }

  void cut() {
    for (int *const socket : {&client, &server})
      if (*socket >= 0)
        closeWithReset(std::exchange(*socket, -1));
    isOver = true;
  }

  int client;
  int server = -1;
  bool isSilent = false;
  bool isReady = false; ///< has been told "ready for query"
  bool isCutAtAnswer = false;
  bool isOver = false;
  std::string said;  ///< the end of what the client said, for a text in two pieces
  std::string heard; ///< the same of the server, until it is ready
  Stream toServer;
  Stream toClient;
};

FaultProxy::FaultProxy(std::uint16_t target, const std::string &host)
    : host_(host), target_(target), port_(freePort()), wakeUp_(eventfd(0, EFD_CLOEXEC)) {
  listen();
  thread_ = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    isEnding_ = true;
  }
  wake();
  thread_.join();
  if (listener_ >= 0)
    close(listener_);
  close(wakeUp_);
}

void FaultProxy::wake() const {
  const std::uint64_t one = 1;
  if (write(wakeUp_, &one, sizeof(one)) != sizeof(one))
    throw std::runtime_error("eventfd");
}

void FaultProxy::listen() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const sockaddr_in address = addressOf("127.0.0.1", port_);
  if (bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0 ||
      ::listen(socket, 512) != 0)
    throw std::runtime_error("the proxy cannot listen at port " + std::to_string(port_));
  listener_ = socket;
}

// Done here and not by the thread, so that it holds when the function returns.
void FaultProxy::refuse(bool on) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (on && listener_ >= 0)
    close(std::exchange(listener_, -1));
  else if (!on && listener_ < 0)
    listen();
  wake();
}

void FaultProxy::silenceNew(bool on) {
  const std::lock_guard<std::mutex> lock(mutex_);
  isSilent_ = on;
}

void FaultProxy::hold(bool on) {
  const std::lock_guard<std::mutex> lock(mutex_);
  holds_ = on;
  wake();
}

void FaultProxy::silenceOpen() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto &link : links_)
    link->isSilent = true;
}

void FaultProxy::delay(Milliseconds each) {
  const std::lock_guard<std::mutex> lock(mutex_);
  delay_ = each;
}

void FaultProxy::slice(std::size_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  slice_ = bytes;
}

void FaultProxy::cutAll() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto &link : links_)
    link->cut();
  noticeClosed();
  wake();
}

void FaultProxy::cutAt(const std::string &text, Cut where) {
  const std::lock_guard<std::mutex> lock(mutex_);
  cutText_ = text;
  cutWhere_ = where;
}

FaultProxy::Counts FaultProxy::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return counts_;
}

void FaultProxy::forgetCounts() {
  const std::lock_guard<std::mutex> lock(mutex_);
  counts_ = {};
  count();
}

void FaultProxy::count() {
  const auto isDialling = [](const auto &link) { return !link->isReady; };
  counts_.open = static_cast<int>(links_.size());
  counts_.mostOpen = std::max(counts_.mostOpen, counts_.open);
  const auto dialling = std::count_if(links_.begin(), links_.end(), isDialling);
  counts_.mostDialling = std::max(counts_.mostDialling, static_cast<int>(dialling));
}

// Before a new connection is counted: a client that closes one and then opens another has never
// had both, in whatever order the proxy gets to see it.
void FaultProxy::noticeClosed() {
  for (const auto &link : links_) {
    pollfd client = {link->client, POLLRDHUP, 0};
    if (!link->isOver && poll(&client, 1, 0) > 0 &&
        (client.revents & (POLLRDHUP | POLLHUP | POLLERR)))
      link->isOver = true;
  }
  links_.erase(
      std::remove_if(links_.begin(), links_.end(), [](const auto &link) { return link->isOver; }),
      links_.end());
  counts_.open = static_cast<int>(links_.size());
}

void FaultProxy::accept() {
  for (;;) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0)
      return;
    noticeClosed();
    auto link = std::make_unique<Link>(client);
    link->isSilent = isSilent_;
    counts_.total += 1;
    counts_.dialledAt.push_back(Clock::now());
    link->server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = addressOf(host_, target_);
    // On loopback this is answered at once, with yes or no.
    if (connect(link->server, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
      links_.push_back(std::move(link));
      count();
      links_.back()->cut();
      noticeClosed();
      continue;
    }
    sendAtOnce(link->server);
    links_.push_back(std::move(link));
    count();
  }
}

/// Whether the piece goes on to the server.
bool FaultProxy::passesCut(Link &link, const std::string &piece) {
  if (cutText_.empty())
    return true;
  link.said += piece;
  if (link.said.find(cutText_) == std::string::npos) {
    if (link.said.size() > cutText_.size())
      link.said.erase(0, link.said.size() - cutText_.size());
    return true;
  }
  cutText_.clear();
  link.said.clear();
  if (cutWhere_ == Cut::BeforeAnswer) {
    link.isCutAtAnswer = true;
    return true;
  }
  link.cut();
  return false;
}

void FaultProxy::pass(Link &link, short clientEvents, short serverEvents) {
  char buffer[16384];
  constexpr short Readable = POLLIN | POLLHUP | POLLERR;
  if (clientEvents & Readable) {
    const ssize_t got = recv(link.client, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (got > 0) {
      const std::string piece(buffer, static_cast<std::size_t>(got));
      if (!link.isSilent && passesCut(link, piece))
        link.toServer.add(piece, delay_);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      link.toServer.sendDue(link.server, 0); // the farewell
      link.isOver = true;
    }
  }
  if (!link.isOver && (serverEvents & Readable)) {
    const ssize_t got = recv(link.server, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (got > 0) {
      const std::string piece(buffer, static_cast<std::size_t>(got));
      if (!link.isReady) {
        link.heard += piece;
        link.isReady = link.heard.find(ReadyForQuery) != std::string::npos;
      }
      if (link.isCutAtAnswer)
        link.cut();
      else if (!link.isSilent)
        link.toClient.add(piece, delay_);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      if (!link.isSilent) {
        link.toClient.sendDue(link.client, 0);
        link.isOver = true;
      }
      close(std::exchange(link.server, -1)); // a silent one stays with the client
    }
  }
}

void FaultProxy::run() {
  for (;;) {
    std::vector<pollfd> sockets;
    Milliseconds wait = std::chrono::seconds(10);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      sockets = {{wakeUp_, POLLIN, 0}, {holds_ ? -1 : listener_, POLLIN, 0}};
      for (const auto &link : links_) {
        sockets.push_back({link->client, POLLIN, 0});
        sockets.push_back({link->server, POLLIN, 0});
        wait = std::min({wait, link->toServer.untilDue(), link->toClient.untilDue()});
      }
    }
    poll(sockets.data(), sockets.size(), static_cast<int>(wait.count()));
    const std::lock_guard<std::mutex> lock(mutex_);
    if (isEnding_) {
      links_.clear();
      return;
    }
    if (sockets[0].revents) {
      std::uint64_t ignored = 0;
      if (read(wakeUp_, &ignored, sizeof(ignored)) < 0)
        return;
    }
    // By socket, since links may have been cut and others begun while nobody held the lock.
    for (const auto &link : links_) {
      short client = 0;
      short server = 0;
      for (const pollfd &socket : sockets) {
        if (socket.fd >= 0 && socket.fd == link->client)
          client = socket.revents;
        if (socket.fd >= 0 && socket.fd == link->server)
          server = socket.revents;
      }
      if (!link->isOver)
        pass(*link, client, server);
      if (!link->isOver && !link->isSilent)
        link->isOver = (link->server >= 0 && !link->toServer.sendDue(link->server, slice_)) ||
                       !link->toClient.sendDue(link->client, slice_);
    }
    noticeClosed();
    if (listener_ >= 0 && !holds_)
      accept();
  }
}

} // namespace repool::test
