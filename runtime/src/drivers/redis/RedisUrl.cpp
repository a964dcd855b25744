#include "RedisUrl.h"

#include "../Percent.h"

#include <charconv>

namespace repool::detail {

namespace {

std::optional<int> numberOf(const std::string &text, int most) {
  int value = 0;
  const char *const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end || value < 0 || value > most)
    return std::nullopt;
  return value;
}

bool setDatabase(RedisUrl &url, const std::string &text) {
  const std::optional<int> number = text.empty() ? 0 : numberOf(text, 100000);
  url.database = number.value_or(0);
  return number.has_value();
}

std::optional<RedisUrl> socketOf(const std::string &rest) {
  RedisUrl url;
  const std::size_t question = rest.find('?');
  url.path = rest.substr(0, question);
  if (url.path.empty() || url.path.front() != '/')
    return std::nullopt;
  if (question != std::string::npos &&
      (rest.compare(question, 4, "?db=") != 0 || !setDatabase(url, rest.substr(question + 4))))
    return std::nullopt;
  return url;
}

bool setUser(RedisUrl &url, const std::string &text) {
  const std::size_t colon = text.find(':');
  const auto user = percentDecoded(text.substr(0, colon));
  const auto password = percentDecoded(colon == std::string::npos ? "" : text.substr(colon + 1));
  if (!user || !password)
    return false;
  url.user = *user;
  url.password = *password;
  return true;
}

// [::1]:6379 too.
bool setHost(RedisUrl &url, std::string text) {
  const std::size_t bracket = text.find(']');
  const std::size_t colon = text.find(':', bracket == std::string::npos ? 0 : bracket);
  if (colon != std::string::npos) {
    const std::optional<int> port = numberOf(text.substr(colon + 1), 65535);
    if (!port)
      return false;
    url.port = *port;
    text.resize(colon);
  }
  if (text.size() > 2 && text.front() == '[' && text.back() == ']')
    text = text.substr(1, text.size() - 2);
  if (!text.empty())
    url.host = text;
  return true;
}

} // namespace

std::string RedisUrl::place() const {
  return (path.empty() ? host + ':' + std::to_string(port) : path) + '/' + std::to_string(database);
}

std::optional<RedisUrl> redisUrlOf(const std::string &text) {
  const std::string byTcp = "redis://";
  const std::string bySocket = "unix://";
  if (text.compare(0, bySocket.size(), bySocket) == 0)
    return socketOf(text.substr(bySocket.size()));
  if (text.compare(0, byTcp.size(), byTcp) != 0)
    return std::nullopt;
  RedisUrl url;
  std::string rest = text.substr(byTcp.size());
  const std::size_t at = rest.rfind('@');
  if (at != std::string::npos && !setUser(url, rest.substr(0, at)))
    return std::nullopt;
  rest = at == std::string::npos ? rest : rest.substr(at + 1);
  const std::size_t slash = rest.find('/');
  if (!setHost(url, rest.substr(0, slash)) ||
      (slash != std::string::npos && !setDatabase(url, rest.substr(slash + 1))))
    return std::nullopt;
  return url;
}

} // namespace repool::detail
