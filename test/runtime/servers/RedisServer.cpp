#include "RedisServer.h"

#include "FreePort.h"

#include <arpa/inet.h>
#include <filesystem>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace repool::test {

namespace {

const char *const Program = "/usr/bin/redis-server";

} // namespace

bool RedisServer::isInstalled() {
  return std::filesystem::exists(Program);
}

RedisServer::RedisServer(std::vector<std::string> more)
    : more_(std::move(more)), folder_(makeFolder("redis")), port_(freePort()) {
  start();
}

RedisServer::~RedisServer() {
  process_ = Process();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string RedisServer::url(const std::string &user) const {
  return "redis://" + user + "127.0.0.1:" + std::to_string(port_);
}

void RedisServer::start() {
  Process::How how;
  how.folder = folder_;
  how.log = folder_ + "/log";
  std::vector<std::string> command = {
      Program, "--bind", "127.0.0.1",    "--port", std::to_string(port_), "--save", "",
      "--dir", folder_,  "--unixsocket", socket(), "--appendonly",        "no"};
  command.insert(command.end(), more_.begin(), more_.end());
  const bool isUp = eventually([&] {
    if (!process_.isRunning())
      process_ = Process(command, how);
    return !ask("PING").empty();
  });
  if (!isUp)
    throw std::runtime_error("Redis does not start, see " + folder_ + "/log");
}

void RedisServer::kill9() {
  process_.signal(SIGKILL);
  process_.exitCode();
}

void RedisServer::pause() const {
  process_.signal(SIGSTOP);
}

void RedisServer::resume() const {
  process_.signal(SIGCONT);
}

std::string RedisServer::ask(const std::string &command) const {
  const int to = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  const std::string line = command + "\r\n";
  if (connect(to, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
      send(to, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()))
    for (char c = 0; recv(to, &c, 1, 0) == 1 && c != '\r';)
      answer += c;
  close(to);
  return answer;
}

} // namespace repool::test
