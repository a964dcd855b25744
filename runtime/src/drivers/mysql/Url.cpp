#include "Url.h"

#include "../Percent.h"

#include <charconv>
#include <string_view>

namespace repool::detail {

namespace {

/// Takes from \p text what stands before \p mark, and the mark; all of it if there is no mark.
std::string_view cut(std::string_view &text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  const std::string_view before = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
  return before;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// False: not readable, or what ends a C string.
bool assign(std::string &target, std::string_view text) {
  const auto plain = percentDecoded(text);
  if (!plain || plain->find('\0') != std::string::npos)
    return false;
  target = *plain;
  return true;
}

bool readLogin(MysqlUrl &url, std::string_view login) {
  const bool hasPassword = login.find(':') != std::string_view::npos;
  if (!assign(url.user, cut(login, ":")))
    return false;
  return !hasPassword || assign(url.password.emplace(), login);
}

bool readAddress(MysqlUrl &url, std::string_view address) {
  std::string_view host;
  bool hasPort = false;
  if (!address.empty() && address.front() == '[') {
    address.remove_prefix(1);
    if (address.find(']') == std::string_view::npos)
      return false;
    host = cut(address, "]");
    hasPort = !address.empty();
    if (hasPort && address.front() != ':')
      return false;
    if (hasPort)
      address.remove_prefix(1);
  } else {
    hasPort = address.find(':') != std::string_view::npos;
    host = cut(address, ":");
  }
  if (!assign(url.host, host))
    return false;
  if (!hasPort)
    return true;
  const auto port = number(address);
  url.port = port.value_or(0);
  return url.port > 0 && url.port < 65536;
}

} // namespace

std::optional<MysqlUrl> parseMysqlUrl(const std::string &text) {
  std::string_view rest = text;
  const std::string_view scheme = cut(rest, "://");
  if (scheme != "mysql" && scheme != "mariadb")
    return std::nullopt;
  MysqlUrl url;
  std::string_view path = rest;
  std::string_view parameters;
  if (const std::size_t at = path.find('?'); at != std::string_view::npos) {
    parameters = path.substr(at + 1);
    path = path.substr(0, at);
  }
  std::string_view authority = cut(path, "/");
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    if (!readLogin(url, authority.substr(0, at)))
      return std::nullopt;
    authority.remove_prefix(at + 1);
  }
  if (!readAddress(url, authority) || !assign(url.database, path))
    return std::nullopt;
  while (!parameters.empty()) {
    std::string_view value = cut(parameters, "&");
    const std::string_view name = cut(value, "=");
    if ((name != "socket" && name != "unix_socket") || !assign(url.socket, value))
      return std::nullopt;
  }
  return url;
}

} // namespace repool::detail
