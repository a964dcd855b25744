#include "monitor/MetricsServer.h"

#include "monitor/Url.h"

#include <atomic>
#include <httplib.h>
#include <mutex>
#include <thread>

namespace repool::monitor {

namespace {

class HttpServer : public MetricsServer {
public:
  bool bind(const Url &address, unsigned port) {
    // The library's own choice, SO_REUSEPORT, would share a port with another monitor.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server_.set_read_timeout(5, 0);
    server_.set_keep_alive_timeout(1);
    server_.Get("/metrics", [this](const httplib::Request &, httplib::Response &response) {
      const std::lock_guard<std::mutex> lock(mutex_);
      response.set_content(text_, "text/plain; version=0.0.4; charset=utf-8");
    });
    const int bound = port == 0 ? server_.bind_to_any_port(address.host)
                      : server_.bind_to_port(address.host, static_cast<int>(port))
                          ? static_cast<int>(port)
                          : -1;
    if (bound <= 0)
      return false;
    Url shown = address;
    shown.port = static_cast<unsigned>(bound);
    url_ = "http://" + addressOf(shown, 0) + "/metrics";
    thread_ = std::thread([this] {
      server_.listen_after_bind();
      hasEnded_ = true;
    });
    while (!server_.is_running() && !hasEnded_) // stop() is lost on one that does not run yet
      std::this_thread::yield();
    return true;
  }

  ~HttpServer() override {
    server_.stop();
    if (thread_.joinable())
      thread_.join();
  }

  std::string url() const override { return url_; }

  void publish(std::string text) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    text_ = std::move(text);
  }

private:
  httplib::Server server_;
  std::string url_;
  std::thread thread_;
  std::atomic<bool> hasEnded_{false};
  std::mutex mutex_;
  std::string text_; ///< guarded by mutex_
};

} // namespace

llvm::Expected<std::unique_ptr<MetricsServer>> MetricsServer::listen(const std::string &address) {
  // Port 0 is no port of a URL.
  const bool isAny = address.ends_with(":0");
  const auto url = parseUrl("http://" + (isAny ? address.substr(0, address.size() - 2) : address));
  if (!url || url->host.empty() || (url->port == 0 && !isAny) || !url->path.empty() ||
      !url->user.empty() || !url->query.empty())
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   "--listen '" + address +
                                       "' is no address; write 127.0.0.1:9464, or none");
  auto server = std::make_unique<HttpServer>();
  if (!server->bind(*url, url->port))
    return llvm::createStringError(
        std::make_error_code(std::errc::address_in_use),
        "--listen " + address +
            " cannot be listened on, it may be taken; name another port, or none");
  return server;
}

} // namespace repool::monitor
