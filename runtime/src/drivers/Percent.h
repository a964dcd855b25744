/// \file
/// %XX in the URLs of servers: RFC 3986, section 2.1.

#ifndef REPOOL_SRC_DRIVERS_PERCENT_H
#define REPOOL_SRC_DRIVERS_PERCENT_H

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace repool::detail {

/// Nothing if a % is not followed by two hexadecimal digits.
inline std::optional<std::string> percentDecoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc() || digits.size() != 2 || end != digits.data() + 2)
      return std::nullopt;
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_PERCENT_H
