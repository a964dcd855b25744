#include "monitor/Url.h"

#include "llvm/ADT/StringExtras.h"

#include <charconv>

namespace repool::monitor {

namespace {

/// Takes from \p text what stands before \p mark, and the mark; all of it if there is none.
std::string_view cut(std::string_view &text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  const std::string_view before = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + mark.size());
  return before;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    std::uint8_t byte = 0;
    if (i + 2 >= text.size() || !llvm::tryGetHexFromNibbles(text[i + 1], text[i + 2], byte) ||
        byte == 0)
      return std::nullopt;
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

bool readLogin(Url &url, std::string_view login) {
  const bool hasPassword = login.find(':') != std::string_view::npos;
  const auto user = decoded(cut(login, ":"));
  const auto password = decoded(login);
  if (!user || !password)
    return false;
  url.user = *user;
  if (hasPassword)
    url.password = *password;
  return true;
}

bool readAddress(Url &url, std::string_view address) {
  if (!address.empty() && address.front() == '[') {
    const std::size_t end = address.find(']');
    if (end == std::string_view::npos)
      return false;
    url.host = address.substr(1, end - 1);
    address.remove_prefix(end + 1);
    if (!address.empty() && address.front() != ':')
      return false;
  } else {
    const std::size_t colon = std::min(address.find(':'), address.size());
    url.host = address.substr(0, colon);
    address.remove_prefix(colon);
  }
  if (address.empty())
    return true;
  address.remove_prefix(1);
  const auto [rest, error] = std::from_chars(address.begin(), address.end(), url.port);
  return error == std::errc() && rest == address.end() && url.port > 0 && url.port < 65536;
}

} // namespace

std::optional<Url> parseUrl(std::string_view text) {
  if (text.find("://") == std::string_view::npos)
    return std::nullopt;
  Url url;
  url.scheme = llvm::StringRef(cut(text, "://")).lower();
  if (url.scheme.empty() ||
      url.scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+.-") != std::string::npos)
    return std::nullopt;
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f')
      return std::nullopt;
  text = text.substr(0, text.find('#'));
  if (const std::size_t at = text.find('?'); at != std::string_view::npos) {
    url.query = text.substr(at);
    text = text.substr(0, at);
  }
  if (const std::size_t at = text.find('/'); at != std::string_view::npos) {
    url.path = text.substr(at);
    text = text.substr(0, at);
  }
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    if (!readLogin(url, text.substr(0, at)))
      return std::nullopt;
    text.remove_prefix(at + 1);
  }
  if (!readAddress(url, text))
    return std::nullopt;
  return url;
}

std::string addressOf(const Url &url, unsigned port) {
  const bool isAddress = url.host.find(':') != std::string::npos;
  return (isAddress ? "[" + url.host + "]" : url.host) + ":" +
         std::to_string(url.port ? url.port : port);
}

} // namespace repool::monitor
