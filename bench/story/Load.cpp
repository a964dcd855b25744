// One HTTP load generator for every contender of the story: keep-alive clients, closed or open
// loop.
//
//   load PORT CLIENTS SECONDS RATE REQUESTS
//
// RATE 0: a closed loop, each client sends its next request when it has the answer to the last one.
// Else so many requests a second arrive as a Poisson process, whether the service keeps up or not,
// and each goes to a client that is free; its time counts from its arrival. REQUESTS holds a
// request a line: METHOD PATH TOKEN|- BODY|-. They are taken at random, seeded, so that every run
// asks the same. Prints one JSON object. Answers of the first second are not counted, so that
// everybody is connected. One thread and epoll: the machine is also the service's and the server's.

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <netinet/tcp.h>
#include <random>
#include <sstream>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

double seconds(Clock::duration span) {
  return std::chrono::duration<double>(span).count();
}

constexpr double WarmUp = 1;
constexpr double Slice = 0.25; ///< of the timeline

struct Client {
  int socket = -1;
  bool isBusy = false;
  Time since;
  std::string out, in;
};

struct Moment {
  unsigned ok = 0, failed = 0;
  double slowest = 0;
};

class Load {
public:
  Load(int port, unsigned clients, double length, double rate, std::vector<std::string> requests)
      : port_(port), length_(length), rate_(rate), requests_(std::move(requests)),
        clients_(clients), poll_(epoll_create1(0)) {}

  void run() {
    start_ = Clock::now();
    next_ = start_;
    for (unsigned id = 0; id < clients_.size(); ++id) {
      open(id);
      idle_.push_back(id);
    }
    std::vector<epoll_event> events(1024);
    for (Time now = start_; seconds(now - start_) < WarmUp + length_; now = Clock::now()) {
      dispatch(now);
      const int found = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1);
      for (int i = 0; i < found; ++i)
        ready(events[static_cast<std::size_t>(i)].data.u32);
    }
    print();
  }

private:
  void dispatch(Time now) {
    if (rate_ <= 0) {
      for (std::size_t n = idle_.size(); n > 0; --n)
        send(take(), now);
      return;
    }
    std::exponential_distribution<double> gap(rate_);
    while (next_ <= now) {
      arrivals_.push_back(next_);
      next_ +=
          std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(gap(random_)));
    }
    while (!arrivals_.empty() && !idle_.empty()) {
      send(take(), arrivals_.front());
      arrivals_.pop_front();
    }
  }

  unsigned take() {
    const unsigned id = idle_.front();
    idle_.pop_front();
    return id;
  }

  void open(unsigned id) {
    Client &client = clients_[id];
    client.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int yes = 1;
    setsockopt(client.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client.socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 &&
        errno != EINPROGRESS)
      ++refused_;
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u32 = id;
    epoll_ctl(poll_, EPOLL_CTL_ADD, client.socket, &event);
  }

  void send(unsigned id, Time since) {
    Client &client = clients_[id];
    client.isBusy = true;
    client.since = since;
    client.in.clear();
    client.out =
        requests_[std::uniform_int_distribution<std::size_t>(0, requests_.size() - 1)(random_)];
    flush(client);
  }

  static void flush(Client &client) {
    const ssize_t sent = ::send(client.socket, client.out.data(), client.out.size(), MSG_NOSIGNAL);
    if (sent > 0)
      client.out.erase(0, static_cast<std::size_t>(sent));
  }

  void ready(unsigned id) {
    Client &client = clients_[id];
    if (!client.out.empty())
      flush(client);
    char buffer[65536];
    for (;;) {
      const ssize_t got = recv(client.socket, buffer, sizeof buffer, 0);
      if (got > 0) {
        client.in.append(buffer, static_cast<std::size_t>(got));
        continue;
      }
      if (got < 0 && (errno == EAGAIN || errno == ENOTCONN))
        break;
      return lost(id);
    }
    if (client.isBusy && isWhole(client.in)) {
      answered(client, std::atoi(client.in.c_str() + 9));
      idle_.push_back(id);
    }
  }

  static bool isWhole(const std::string &answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string::npos)
      return false;
    const std::size_t field = answer.find("Content-Length: ");
    const std::size_t length =
        field < head ? std::strtoul(answer.c_str() + field + 16, nullptr, 10) : 0;
    return answer.size() >= head + 4 + length;
  }

  void answered(Client &client, int status) {
    client.isBusy = false;
    const Time now = Clock::now();
    const double at = seconds(now - start_), took = seconds(now - client.since);
    const auto slice = static_cast<std::size_t>(at / Slice);
    if (moments_.size() <= slice)
      moments_.resize(slice + 1);
    Moment &moment = moments_[slice];
    ++(status < 500 ? moment.ok : moment.failed);
    moment.slowest = std::max(moment.slowest, took);
    if (at < WarmUp)
      return;
    ++statuses_[status];
    (status < 500 ? times_ : failedTimes_).push_back(took);
  }

  // The service closed it, or was never there.
  void lost(unsigned id) {
    Client &client = clients_[id];
    close(client.socket);
    if (client.isBusy) {
      client.in = "HTTP/1.1 599";
      answered(client, 599);
      idle_.push_back(id);
    }
    open(id);
  }

  static double quantile(std::vector<double> &sorted, double q) {
    return sorted.empty()
               ? 0
               : 1000 *
                     sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
  }

  void print() {
    std::sort(times_.begin(), times_.end());
    std::size_t failed = failedTimes_.size();
    std::size_t open = arrivals_.size();
    for (const Client &client : clients_)
      open += client.isBusy;
    std::printf(
        "{\"clients\": %zu, \"seconds\": %g, \"rate\": %g, \"ok\": %zu, \"failed\": %zu, "
        "\"open\": %zu, \"refused\": %u, \"throughput\": %.1f, \"p50\": %.2f, \"p95\": %.2f, "
        "\"p99\": %.2f, \"max\": %.2f, \"statuses\": {",
        clients_.size(), length_, rate_, times_.size(), failed, open, refused_,
        static_cast<double>(times_.size()) / length_, quantile(times_, .5), quantile(times_, .95),
        quantile(times_, .99), quantile(times_, 1));
    const char *comma = "";
    for (const auto &[status, count] : statuses_)
      std::printf("%s\"%d\": %u", std::exchange(comma, ", "), status, count);
    std::printf("}, \"slice\": %g, \"timeline\": [", Slice);
    comma = "";
    for (const Moment &moment : moments_)
      std::printf("%s[%u, %u, %.1f]", std::exchange(comma, ", "), moment.ok, moment.failed,
                  1000 * moment.slowest);
    std::puts("]}");
  }

  const int port_;
  const double length_, rate_;
  const std::vector<std::string> requests_;
  std::vector<Client> clients_;
  std::deque<unsigned> idle_;
  std::deque<Time> arrivals_; ///< open loop: for which no client was free
  const int poll_;
  Time start_, next_;
  std::mt19937 random_{114};
  unsigned refused_ = 0;
  std::map<int, unsigned> statuses_; ///< 599: the connection was lost
  std::vector<double> times_, failedTimes_;
  std::vector<Moment> moments_;
};

std::vector<std::string> read(const char *path) {
  std::vector<std::string> requests;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string method, target, token, body;
    words >> method >> target >> token >> std::ws;
    std::getline(words, body);
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    if (token != "-")
      text += "Authorization: Bearer " + token + "\r\n";
    if (body != "-")
      text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\n";
    else if (method != "GET") // or the service would read until the client closes
      text += "Content-Length: 0\r\n";
    requests.push_back(text + "\r\n" + (body == "-" ? "" : body));
  }
  return requests;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: load PORT CLIENTS SECONDS RATE REQUESTS\n");
    return 2;
  }
  std::vector<std::string> requests = read(argv[5]);
  const auto clients = static_cast<unsigned>(std::atoi(argv[2]));
  if (requests.empty() || clients == 0) {
    std::fprintf(stderr, "load: nothing to send in %s, or no client\n", argv[5]);
    return 2;
  }
  rlimit files = {};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  Load(std::atoi(argv[1]), clients, std::atof(argv[3]), std::atof(argv[4]), std::move(requests))
      .run();
  return 0;
}
