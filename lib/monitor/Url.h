/// \file
/// scheme://[user[:password]@]host[:port][/path][?query], taken apart.
///
/// The login is percent-decoded, the rest is left as it is written. Says nothing of what it
/// refuses: a URL may hold a password, so the caller names the option and not the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace repool::monitor {

struct Url {
  std::string scheme; ///< in small letters
  std::string user;
  std::optional<std::string> password;
  std::string host;  ///< an IPv6 address without its brackets
  unsigned port = 0; ///< 0: not said
  std::string path;  ///< with its first slash; empty: not said
  std::string query; ///< with its question mark
};

std::optional<Url> parseUrl(std::string_view text);

/// "host:port"; an IPv6 address in brackets. \p port in place of one that was not said.
std::string addressOf(const Url &url, unsigned port);

} // namespace repool::monitor
