#include "monitor/Http.h"

#include <httplib.h>

namespace repool::monitor {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t MostBytes = std::size_t(16) << 20;

std::string wordsOf(httplib::Error error, bool isLate) {
  if (isLate)
    return "no answer in time";
  switch (error) {
  case httplib::Error::Connection:
    return "no connection";
  case httplib::Error::Read:
    return "the connection broke before the answer was whole";
  case httplib::Error::SSLConnection:
  case httplib::Error::SSLLoadingCerts:
  case httplib::Error::SSLServerVerification:
    return "TLS: " + httplib::to_string(error);
  default:
    return "no answer: " + httplib::to_string(error);
  }
}

unsigned usualPort(const std::string &scheme) {
  return scheme == "https" ? 443 : 80;
}

} // namespace

std::string HttpTarget::place() const {
  return url.scheme + "://" + addressOf(url, usualPort(url.scheme)) +
         (url.path.empty() ? "/" : url.path);
}

llvm::Expected<HttpTarget> httpTarget(const std::string &text, const std::string &what) {
  auto url = parseUrl(text);
  if (!url || url->host.empty() || (url->scheme != "http" && url->scheme != "https"))
    return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                   what + " is no URL; write http://host:port/path, or none");
  return HttpTarget{std::move(*url)};
}

HttpTarget metricsOf(const HttpTarget &target) {
  HttpTarget metrics = target;
  metrics.url.path = "/metrics";
  metrics.url.query.clear();
  return metrics;
}

HttpAnswer get(const HttpTarget &target, std::chrono::milliseconds timeout) {
  const Url &url = target.url;
  const Clock::time_point begin = Clock::now();
  httplib::Client client(url.scheme + "://" + addressOf(url, usualPort(url.scheme)));
  client.set_connection_timeout(timeout);
  client.set_read_timeout(timeout);
  client.set_write_timeout(timeout);
  if (!url.user.empty() || url.password)
    client.set_basic_auth(url.user, url.password.value_or(""));
  HttpAnswer result;
  // The library's limits are per read: a server that sends a byte a second is stopped here.
  const auto receive = [&](const char *data, std::size_t size) {
    result.body.append(data, size);
    return result.body.size() <= MostBytes && Clock::now() - begin < timeout;
  };
  const httplib::Result answer =
      client.Get((url.path.empty() ? "/" : url.path) + url.query, receive);
  result.answer.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
  const bool isLate = result.answer.took >= timeout;
  if (!answer && result.body.size() > MostBytes)
    result.answer.problem = "an answer of more than 16 MiB";
  else if (!answer || isLate)
    result.answer.problem = wordsOf(answer.error(), isLate);
  else if (answer->status < 200 || answer->status > 299)
    result.answer.problem = "HTTP " + std::to_string(answer->status);
  result.answer.isGood = result.answer.problem.empty();
  return result;
}

} // namespace repool::monitor
